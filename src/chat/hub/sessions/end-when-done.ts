import type { Frames } from '#chat/hub/requests/pending.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** What the waiting end of a session counts for, in bytes. */
const endBytes = 256;

/** What ending a session needs of the hub. */
export interface Ending {
  say(seat: Seat, bytes: number, frames: Frames): void;
  afterBatch(run: () => void): void;
  close(seat: Seat): void;
}

/**
 * Closes a session whose peer sends nothing more, once all its requests are answered and its mail is written. Called
 * again when it is no longer behind, and when it is no longer held.
 */
export function endWhenDone(hub: Ending, seat: Seat): void {
  if (seat.closing) return;
  // An answer may lead to another wait: a right password to an arrival, and that to mail.
  if (!seat.idle) return hub.say(seat, endBytes, () => void hub.afterBatch(() => endWhenDone(hub, seat)));
  if (seat.behind || seat.requests.holds > 0) return;
  const { outbox } = seat.session;
  // Mail that was not handed to the transport would be written again after the next login.
  if (seat.unsaved && !outbox.delivered) void outbox.drained().then(() => hub.close(seat));
  else hub.close(seat);
}
