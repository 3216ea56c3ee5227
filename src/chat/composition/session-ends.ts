import type { BotSessions } from '#chat/grants/bot-sessions.ts';
import { departureEvent } from '#chat/hub/sessions/departure-event.ts';
import { endWhenDone } from '#chat/hub/sessions/end-when-done.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { IdleUsers } from '#chat/hub/presence/idle-users.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Logins } from '#chat/login/logins.ts';
import type { Posting } from '#chat/posting/posting.ts';
import type { Chat } from '#chat/chat.ts';

export interface SessionEndsOptions {
  readonly hub: Hub;
  readonly posting: Posting;
  readonly logins: Logins;
  readonly idle: IdleUsers;
  readonly bots: BotSessions;
}

export interface SessionEnds extends Pick<Chat, 'end' | 'close' | 'logOut'> {
  /** Posts the session's departure, after all its requests. */
  leave(seat: Seat): void;
}

/** How sessions end. See `Chat.end`, `Chat.close` and `Chat.logOut`. */
export function sessionEnds({ hub, posting, logins, idle, bots }: SessionEndsOptions): SessionEnds {
  function end(seat: Seat): void {
    if (seat.state !== 'open') return;
    seat.state = 'ended';
    logins.dropDelayed(seat);
    endWhenDone(hub, seat);
  }

  function close(seat: Seat): void {
    if (seat.closing) return;
    seat.state = 'closing';
    idle.left(seat);
    bots.left(seat);
    logins.drop(seat);
    if (!seat.isChecked) leave(seat);
  }

  function logOut(seat: Seat): void {
    seat.loggedOut = true;
    close(seat);
  }

  function leave(seat: Seat): void {
    if (seat.idle && seat.user === 0) hub.remove(seat);
    else posting.post(seat, departureEvent(seat, hub), undefined, undefined);
  }

  return { end, close, logOut, leave };
}
