import { Cache } from '#chat/cache.ts';
import type { Millis, RoomId, Seq, UserId } from '#chat/event.ts';
import type { Clock, Store } from '#chat/ports.ts';

/** How often a user is told that it is invited to the same room, and in what time, in ms. */
const maxTold = 3;
const within: Millis = 60 * 60 * 1000;
/** Invitations that are remembered. */
const maxRemembered = 4096;

interface Told {
  readonly times: number;
  /** When it was told first, and by which invitation. */
  readonly at: Millis;
  readonly seq: Seq;
}

/**
 * Tells users three times an hour at most that they are invited to the same room, unless they have joined it since:
 * otherwise somebody could disturb them by withdrawing and giving an invitation again and again.
 */
export class InvitationNotices {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #told = new Cache<string, Told>(maxRemembered);

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** Whether the user is to be told now. `seq`: of the invitation. */
  isDue(store: Pick<Store, 'member'>, user: UserId, room: RoomId, seq: Seq): boolean {
    const key = `${user} ${room}`;
    const now = this.#clock.elapsed();
    const last = this.#told.get(key);
    const joined = store.member(room, user)?.joined ?? 0;
    const again = last && now - last.at < within && joined < last.seq ? last : undefined;
    if (again && again.times >= maxTold) return false;
    this.#told.delete(key);
    this.#told.set(key, again ? { ...again, times: again.times + 1 } : { times: 1, at: now, seq });
    return true;
  }
}
