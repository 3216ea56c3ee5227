import type { Frames } from './pending.ts';
import type { Seat } from './seat.ts';

/** What the end of a session counts for while it waits for its turn, in bytes. */
const endBytes = 256;

/** What ending a session needs of the hub. */
export interface Ending {
  say(seat: Seat, bytes: number, frames: Frames): void;
  afterBatch(run: () => void): void;
  close(seat: Seat): void;
}

/**
 * Closes a session whose peer asks nothing more, once all it has asked was answered and its mail was written. Called
 * again when it is no longer behind, and when it is held no longer.
 */
export function endWhenDone(hub: Ending, seat: Seat): void {
  if (seat.closing) return;
  // An answer may lead to one thing more to wait for: a right password to a coming, and that to mail.
  if (!seat.idle) return hub.say(seat, endBytes, () => void hub.afterBatch(() => endWhenDone(hub, seat)));
  if (seat.behind || seat.asking.holds > 0) return;
  const { outbox } = seat.session;
  // Mail that was not handed to the transport would be written once more the next time.
  if (seat.unsaved && !outbox.delivered) void outbox.drained().then(() => hub.close(seat));
  else hub.close(seat);
}
