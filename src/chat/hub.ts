import { Audience } from './audience.ts';
import { Delivery } from './delivery.ts';
import type { Entry, Outcome, Seq, Signal } from './event.ts';
import { Intake } from './intake.ts';
import type { Mail } from './mail.ts';
import { type OnBug, Outgoing } from './outgoing.ts';
import type { Rules } from './rules.ts';
import { type Pending, type Posted, Seat } from './seat.ts';
import { Settled } from './settled.ts';
import type { Answer, Frame, Render, Session } from './session.ts';

/**
 * Who hears. Knows the sessions of this node, what each of them hears, and what each still waits for; all of it as of
 * the last batch delivered, never of the one under way.
 */
export class Hub {
  readonly audience: Audience = new Audience();
  readonly intake: Intake;
  /** Which of this run's drafts were answered. */
  readonly settled: Settled = new Settled();
  /** The last seq that was delivered. Nothing later may be shown, whatever the store holds by then. */
  shown: Seq;
  /** The last seq up to which everybody was written everything: what a cursor may count. */
  complete: Seq;
  mail: Mail | undefined;
  /** Ends a session as if its peer had gone. */
  close: (seat: Seat) => void = () => {};
  readonly #seats = new Set<Seat>();
  readonly #watchers: ((entry: Entry) => void)[] = [];
  readonly #later: (() => void)[] = [];
  readonly #emptied: (() => void)[] = [];
  /** Seats that were told something on the spot in this breath. */
  readonly #told = new Set<Seat>();
  readonly #onBug: OnBug;
  readonly #breathe: () => Promise<void>;
  #underWay = false;
  #lastId = 0;

  /** `breathe` resolves a moment later, when others have had their turn. */
  constructor(shown: Seq, onBug: OnBug, breathe: () => Promise<void> = async () => {}) {
    this.shown = shown;
    this.complete = shown;
    this.#onBug = onBug;
    this.intake = new Intake(onBug);
    this.#breathe = breathe;
  }

  get seats(): ReadonlySet<Seat> {
    return this.#seats;
  }

  /** How many sessions were ever opened. */
  get opened(): number {
    return this.#lastId;
  }

  /** Calls with every entry that becomes durable from now on. */
  watch(watcher: (entry: Entry) => void): void {
    this.#watchers.push(watcher);
  }

  open<A>(session: Session<A>, rules: Rules, address: string): Seat<A> {
    const seat = new Seat<A>(++this.#lastId, session, rules, address);
    this.#seats.add(seat);
    return seat;
  }

  /** From here to `deliver`, what is not part of the batch waits for its end. */
  batchBegins(): void {
    this.#underWay = true;
  }

  /** Runs now, or right after the batch under way. */
  afterBatch(run: () => void): void {
    if (this.#underWay) this.#later.push(run);
    else run();
  }

  /** Hands a durable batch to all who hear it. Returns how many seats were written to. */
  deliver(outcomes: readonly Outcome[]): number {
    return this.#hand((delivery) => {
      for (const outcome of outcomes) {
        // A read that waits behind a post finds it.
        this.shown = outcome.seq;
        delivery.take(outcome);
        if (outcome.verdict.kind === 'entry') for (const watcher of this.#watchers) watcher(outcome.verdict.entry);
      }
    });
  }

  /** Answers a draft that never got into the order, in its turn. */
  settle(posted: Posted, answer: Answer): void {
    this.afterBatch(() => this.#hand((delivery) => delivery.settle(posted, answer)));
  }

  /**
   * Says something to a session behind all it has asked, and behind the batch under way: while that is handed out, a
   * session's last answer may be given and not yet written. Where there is nothing to wait for, it is said on the spot,
   * but only once a breath: a chunk of a thousand tiny questions must not cost a thousand writes. The others wait for
   * the next, count as waiting, and go out as one.
   */
  say(seat: Seat, bytes: number, make: () => Frame | undefined): void {
    const waits = !seat.idle || this.#told.has(seat);
    if (!waits && !this.#underWay) {
      this.#tell(seat, make);
      return;
    }
    const pending: Pending = { bytes, settled: true, next: undefined, give: make };
    this.intake.add(seat, pending);
    if (!waits) this.afterBatch(() => this.#answer([seat]));
  }

  #tell(seat: Seat, make: () => Frame | undefined): void {
    this.#told.add(seat);
    if (this.#told.size === 1) void this.#breathe().then(() => this.afterBatch(() => this.#tellOn()));
    const frame = make();
    if (frame) seat.session.send([frame]);
  }

  #tellOn(): void {
    const told = [...this.#told];
    this.#told.clear();
    this.#answer(told);
  }

  /** Gives those who are still here what waits for nothing any more. */
  #answer(seats: readonly Seat[]): void {
    this.#hand((delivery) => {
      for (const seat of seats) if (this.#seats.has(seat)) delivery.answer(seat);
    });
  }

  /** Gives a session what waits for nothing any more, behind the batch under way. */
  answer(seat: Seat): void {
    this.afterBatch(() => this.#answer([seat]));
  }

  /** To all sessions, come or not, behind the batch under way. */
  signal(signal: Signal): void {
    this.afterBatch(() => {
      const frames = new Map<Render, readonly Frame[]>();
      for (const seat of this.#seats) {
        const { render } = seat.session;
        try {
          let rendered = frames.get(render);
          if (!rendered) {
            const frame = render(signal, 'other');
            frames.set(render, (rendered = frame ? [frame] : []));
          }
          if (rendered.length > 0) seat.session.send(rendered);
        } catch (error) {
          this.#onBug(error, seat);
        }
      }
    });
  }

  /** A session that never came, or whose going has been delivered. */
  remove(seat: Seat): void {
    this.afterBatch(() => this.#remove(seat));
  }

  /** A dialect's own code threw. */
  failed(error: unknown, seat: Seat): void {
    this.#onBug(error, seat);
  }

  /** The node must stop: every session is over as it stands. */
  abandon(): void {
    for (const seat of [...this.#seats]) this.#remove(seat);
  }

  /** Resolves when no session is left. */
  empty(): Promise<void> {
    if (this.#seats.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }

  /** One delivery at a time: what is asked for while it is handed out comes behind it. */
  #hand(fill: (delivery: Delivery) => void): number {
    const delivery = new Delivery(this, new Outgoing(this.#onBug));
    this.#underWay = true;
    fill(delivery);
    const writes = delivery.finish();
    this.complete = this.shown;
    this.#underWay = false;
    for (const run of this.#later.splice(0)) run();
    this.#clear(delivery);
    return writes;
  }

  #clear(delivery: Delivery): void {
    for (const seat of delivery.gone) this.#remove(seat);
    for (const { seat, why } of delivery.ended) this.#end(seat, why);
    if (this.intake.holding) this.intake.resume();
  }

  /** Tells it why, and ends it. */
  #end(seat: Seat, why: 'replaced' | 'credential'): void {
    if (seat.closing) return;
    try {
      const frame = seat.session.render({ kind: 'ended', why }, 'other');
      if (frame) seat.session.send([frame]);
    } catch (error) {
      this.#onBug(error, seat);
    }
    this.close(seat);
  }

  #remove(seat: Seat): void {
    if (!this.#seats.delete(seat)) return;
    this.mail?.forget(seat);
    this.intake.forget(seat);
    try {
      seat.session.closed();
    } catch (error) {
      this.#onBug(error, seat);
    }
    if (this.#seats.size === 0) for (const resolve of this.#emptied.splice(0)) resolve();
  }
}
