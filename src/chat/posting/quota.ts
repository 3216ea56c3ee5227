import type { Clock } from '#chat/ports.ts';
import { Cache } from '#chat/cache.ts';
import type { UserId } from '#chat/event.ts';
import type { Kept } from '#chat/hub/turns/client-network.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** UTF-16 units of text that are kept per hour from one address, or one account. */
export const maxHourly: number = 32 * 1024 * 1024;
/** On a nearly full disk it is less: this part of the free space, but not less than `leastHourly`. */
const shares = 8;
const leastHourly = 1024 * 1024;
/**
 * An account that has kept only this part of it may keep more although its address may not: one flooder behind a router must not
 * silence the others there for an hour. All accounts that one address may make in an hour keep less together than one address may.
 */
const lightShare = 512;
/** Number of accounts that are remembered. */
const remembered = 10_000;

const hour = 3_600_000;

/** Bounds the text kept per hour from an address, and from an account over all its addresses. */
export class Quota {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #spare: () => number;
  readonly #accounts = new Cache<UserId, Kept>(remembered);

  /** `spare`: bytes that may still be written before the disk counts as full. */
  constructor(clock: Pick<Clock, 'elapsed'>, spare: () => number) {
    this.#clock = clock;
    this.#spare = spare;
  }

  /** Counts what is kept; undefined: nothing. False when it is too much; then it must not be kept. */
  takes(seat: Seat, length: number | undefined): boolean {
    if (length === undefined) return true;
    const most = Math.max(leastHourly, Math.min(maxHourly, this.#spare() / shares));
    const now = this.#clock.elapsed();
    const address = lately(seat.network.kept, now, most);
    const account = seat.account ? lately(this.#accounts.get(seat.user), now, most) : undefined;
    if (account && account.length + length > most) return false;
    const isLight = account !== undefined && account.length + length <= most / lightShare;
    if (address.length + length > (isLight ? 2 * most : most)) return false;
    address.length += length;
    seat.network.kept = address;
    if (account) {
      account.length += length;
      this.#accounts.set(seat.user, account);
    }
    return true;
  }
}

function lately(before: Kept | undefined, now: number, hourly: number): Kept {
  if (!before) return { length: 0, at: now };
  before.length = Math.max(0, before.length - ((now - before.at) / hour) * hourly);
  before.at = now;
  return before;
}
