import type { Clock } from '#chat/ports.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { LoginQueue } from './login-queue.ts';
import type { PasswordWork } from './password-work.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Pending } from '#chat/hub/requests/pending.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';

/** What a waiting password counts for, in bytes: about the size of its objects. */
const checkBytes = 1024;

/** How a password or a code is checked, and when. */
export interface Check<T> extends Pick<PasswordWork, 'lane' | 'network' | 'client' | 'throttles'> {
  run(): Promise<T | RefusalCode>;
  /** Of a check that makes an account: see `Registrations`. */
  readonly isInvited?: boolean;
}

export interface QueuedChecksOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  /** Ends a session that was closed while its password was being checked. */
  readonly leave: (seat: Seat) => void;
}

/** Checks of passwords and codes in the login queue. The place of each answer of a session is kept meanwhile. */
export class QueuedChecks {
  readonly #options: QueuedChecksOptions;
  readonly #queue: LoginQueue;
  readonly #work = new Map<Seat, Set<PasswordWork>>();

  constructor(options: QueuedChecksOptions) {
    this.#options = options;
    this.#queue = new LoginQueue(options.clock);
  }

  refuse<A extends Ask>(seat: Seat<A>, ask: A, code: RefusalCode): void {
    const refusal: Answer = { kind: 'refusal', code };
    const { hub } = this.#options;
    hub.say(seat, checkBytes, () => seat.session.answer(refusal, ask, hub.places.complete));
  }

  /** Calls back with the result of the check, or refuses. False when refused at once. */
  begin<A extends Ask, T extends object>(
    seat: Seat<A>,
    ask: A,
    check: Check<T>,
    enter: (found: T) => void,
    done: () => void = () => {},
  ): boolean {
    const found = Promise.withResolvers<T | RefusalCode>();
    const work = workOf(seat, check, found);
    if (!this.#queue.add(work)) {
      this.refuse(seat, ask, 'unavailable');
      done();
      return false;
    }
    const { hub } = this.#options;
    const pending: Pending = { bytes: checkBytes, settled: false, next: undefined, give: () => undefined };
    hub.intake.add(seat, pending);
    this.#begun(seat, work);
    found.promise
      .then((outcome) => {
        if (typeof outcome !== 'string') return enter(outcome);
        pending.give = (place) => seat.session.answer({ kind: 'refusal', code: outcome }, ask, place);
      })
      .catch((error: unknown) => hub.failed(error, seat))
      .finally(() => {
        this.#done(seat, work);
        pending.settled = true;
        done();
        if (seat.closing && !seat.isChecked) this.#options.leave(seat);
        hub.answer(seat);
        hub.intake.retry(seat);
      });
    return true;
  }

  /** The same for somebody without a session. `signal`: the result is not needed any more. */
  async runWithoutSession<T extends object>(check: Check<T>, signal?: AbortSignal): Promise<T | RefusalCode> {
    const found = Promise.withResolvers<T | RefusalCode>();
    const work = workOf({ state: 'open' }, check, found);
    if (signal?.aborted || !this.#queue.add(work)) return 'unavailable';
    const drop = (): void => this.#queue.drop(work);
    signal?.addEventListener('abort', drop);
    try {
      return await found.promise;
    } finally {
      signal?.removeEventListener('abort', drop);
    }
  }

  /** Drops the waiting work of a session that is over. */
  drop(seat: Seat): void {
    for (const work of this.#work.get(seat) ?? []) this.#queue.drop(work);
  }

  /** Drops all work that waits, and refuses further work. Resolves when that under way is done. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  /** Drops the work of a session that would have to wait for a throttle's time. */
  dropDelayed(seat: Seat): void {
    for (const work of this.#work.get(seat) ?? []) this.#queue.dropDelayed(work);
  }

  #begun(seat: Seat, work: PasswordWork): void {
    const all = this.#work.get(seat);
    if (all) all.add(work);
    else this.#work.set(seat, new Set([work]));
    seat.requests.checks++;
  }

  #done(seat: Seat, work: PasswordWork): void {
    const all = this.#work.get(seat);
    if (all?.delete(work) && all.size === 0) this.#work.delete(seat);
    seat.requests.checks--;
  }
}

function workOf<T>(
  seat: Pick<Seat, 'state'>,
  { lane, network, client, throttles, run }: Check<T>,
  found: PromiseWithResolvers<T | RefusalCode>,
): PasswordWork {
  return {
    lane,
    network,
    client,
    throttles,
    get refusedIfDelayed() {
      return seat.state === 'ended';
    },
    run: () => run().then(found.resolve, found.reject),
    refuse: () => found.resolve('unavailable'),
  };
}
