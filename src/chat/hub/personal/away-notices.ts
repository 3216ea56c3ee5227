import { withheldText } from '#text/away-note.ts';
import type { Millis, RoomId, UserId } from '#chat/event.ts';
import type { Accepted } from '#chat/outcome.ts';
import type { Clock } from '#chat/ports.ts';
import { Cache } from '#chat/cache.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** How long a session is not told again that the same user is away, with the same text, in ms. */
const toldFor: Millis = 60 * 60 * 1000;
/** Users of whom one session was told. */
const maxTold = 64;

interface Told {
  readonly text: string;
  readonly at: Millis;
}

/** Tells the sender of a private message once an hour that its receiver is away. */
export class AwayNotices {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #told = new WeakMap<Seat, Cache<RoomId, Told>>();

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** The text that the session is to be told now, which is withheld if its user ignores the receiver. */
  textFor(seat: Seat, accepted: Accepted, ignored: ReadonlySet<UserId>): string | undefined {
    if (accepted.away === undefined || !this.#isDue(seat, accepted)) return undefined;
    const isIgnored = accepted.pair?.some((user) => user !== accepted.entry.from.id && ignored.has(user)) === true;
    return isIgnored ? withheldText : accepted.away;
  }

  #isDue(seat: Seat, { room, away = '' }: Accepted): boolean {
    const now = this.#clock.elapsed();
    const told = this.#told.get(seat) ?? new Cache<RoomId, Told>(maxTold);
    this.#told.set(seat, told);
    const last = told.get(room);
    if (last && last.text === away && now - last.at < toldFor) return false;
    told.set(room, { text: away, at: now });
    return true;
  }
}
