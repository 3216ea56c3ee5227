import type { Hub } from '#chat/hub/hub.ts';
import { Saying } from '#chat/hub/requests/pending.ts';
import type { Answered } from '#chat/hub/requests/pending-action.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';
import type { Effect } from '#chat/effect.ts';
import type { Ended, Millis } from '#chat/event.ts';
import type { Grant } from '#chat/rights/grant.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import type { Clock } from '#chat/ports.ts';
import type { Refusal } from '#chat/refusal.ts';
import { type JudgingGrants, whyNotAct } from './why-not-act.ts';

/** Timers are set for this long at most, in ms: a bot may be made for years. */
const longestTimer: Millis = 24 * 60 * 60 * 1000;

export interface BotSessionsOptions extends JudgingGrants {
  readonly hub: Pick<Hub, 'hold' | 'afterAnswers' | 'end' | 'places'>;
  readonly clock: Clock;
}

interface BotSession {
  readonly grant: Grant;
  /** Of its peer. */
  address: string;
  cancelTimer: () => void;
}

/**
 * The sessions of bots. Each hears what its account hears and acts for it, as far as the scopes of its grant allow.
 * That does not make the account present: the order has nothing of it. When a grant is revoked, or all sessions of the
 * account end, the delivery ends them; here they end with time and by bans.
 */
export class BotSessions {
  readonly #options: BotSessionsOptions;
  readonly #sessions = new Map<Seat, BotSession>();

  constructor(options: BotSessionsOptions) {
    this.#options = options;
  }

  /** See `GrantActs.represent`. */
  represent<A extends Ask>(seat: Seat<A>, grant: Grant, ask: A): void {
    const { hub } = this.#options;
    // The next request depends on this one.
    hub.hold(seat);
    hub.afterAnswers(
      seat,
      (delivery) => {
        seat.requests.holds--;
        const why = this.#whyNot(seat, grant);
        if (!why) this.#begin(seat, grant, delivery);
        this.#answer(seat, ask, why ? { kind: 'refusal', ...why } : { kind: 'no-op', user: grant.account }, delivery);
      },
      true,
    );
  }

  /** See `Chat.move`. The order knows nothing of the session, so it is judged here. */
  move<A extends Ask>(seat: Seat<A>, earlier: Seat, ask: A): boolean {
    const { hub, hashOf } = this.#options;
    const address = hashOf(seat.address);
    if (earlier.acting?.address === address) return false;
    hub.afterAnswers(seat, (delivery) => {
      const session = this.#sessions.get(earlier);
      const why: Refusal | undefined = session
        ? whyNotAct(this.#options, session.grant, seat.address)
        : { code: 'unavailable' };
      if (session && earlier.acting && !why) {
        session.address = seat.address;
        earlier.acting = { ...earlier.acting, address };
      }
      this.#answer(seat, ask, why ? { kind: 'refusal', ...why } : { kind: 'applied' }, delivery);
    });
    return true;
  }

  #answer<A extends Ask>(seat: Seat<A>, ask: A, answer: Answer, { out }: Answered): void {
    const place = this.#options.hub.places.complete;
    const frame = out.ask(seat, new Saying(0, () => seat.session.answer(answer, ask, place)), place);
    if (frame) out.push(seat, frame);
  }

  #whyNot(seat: Seat, grant: Grant): Refusal | undefined {
    if (seat.user !== 0) return { code: 'here-already' };
    return grant.purpose === 'bot' ? whyNotAct(this.#options, grant, seat.address) : { code: 'out-of-scope' };
  }

  #begin(seat: Seat, grant: Grant, delivery: Answered): void {
    const { world, hashOf } = this.#options;
    const { id, hash, account, scopes } = grant;
    seat.grant = id;
    seat.acting = { account: account.id, grant: hash, address: hashOf(seat.address) };
    seat.scopes = scopes;
    this.#sessions.set(seat, { grant, address: seat.address, cancelTimer: () => {} });
    this.#endInTime(seat);
    delivery.represent(seat, {
      user: account.id,
      rooms: world.memberships(account.id),
      ignored: world.ignored(account.id),
    });
  }

  /** A batch was delivered: a ban of the server, or the end of an exception from one, keeps accounts out. */
  delivered(outcomes: readonly Outcome[]): void {
    if (this.#sessions.size === 0) return;
    if (!outcomes.some(({ verdict }) => effectsOf(verdict)?.some(changesBans))) return;
    for (const seat of [...this.#sessions.keys()]) this.#endIfRefused(seat);
  }

  /** The session is closing. */
  left(seat: Seat): void {
    this.#sessions.get(seat)?.cancelTimer();
    this.#sessions.delete(seat);
  }

  #endInTime(seat: Seat): void {
    const session = this.#sessions.get(seat);
    if (!session || session.grant.until === 0) return;
    const { clock } = this.#options;
    const left = Math.max(1, session.grant.until - clock.now());
    session.cancelTimer = clock.after(Math.min(left, longestTimer), () => {
      this.#endIfRefused(seat);
      this.#endInTime(seat);
    });
  }

  #endIfRefused(seat: Seat): void {
    const session = this.#sessions.get(seat);
    const why = session && whyNotAct(this.#options, session.grant, session.address);
    if (why) this.#options.hub.end(seat, endedBy(why));
  }
}

const changesBans = (effect: Effect): boolean =>
  (effect.kind === 'listed' && effect.row.room === wholeServer) ||
  (effect.kind === 'unlisted' && effect.room === wholeServer);

function endedBy({ code, until, at, reason }: Refusal): Ended {
  if (code !== 'server-banned') return { kind: 'ended', why: 'logged-out' };
  return { kind: 'ended', why: 'banned', until, at, reason };
}
