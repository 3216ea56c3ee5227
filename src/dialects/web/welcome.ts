import type { Cursor } from '#chat/cursor.ts';
import type { UserRef } from '#chat/event.ts';

import { refPart, userPart } from './entry-part.ts';
import { version } from './protocol.ts';
import type { Welcome } from './protocol/exchanges.ts';
import { mayAsk } from './requests/needed-scopes.ts';
import { roomParts } from './room-part.ts';
import type { WebSession } from './session.ts';
import { usualWindow, windowPart } from './window.ts';

/** More entries than this are not sent again after a link broke: the client reads the windows it shows. */
const maxResumed = 500;
/** Users among whom a guest is looked for. */
const maxOnline = 1000;

/** Where a client continues, and what it shows. */
export interface ResumePlace {
  readonly resume: Cursor | undefined;
  readonly open: string | undefined;
  /** Its window has events, too. */
  readonly events: boolean;
  /** Messages that come together are sent as `said`. */
  readonly said: boolean;
}

/** Whether everything after that place can be sent again. False: too much has come since, or the place is of another order. */
export function mayGoOn({ chat, seat }: WebSession, resume: Cursor | undefined): boolean {
  if (!resume || !reads(seat)) return false;
  const page = chat.next(seat, resume, { limit: maxResumed + 1, length: Number.MAX_SAFE_INTEGER });
  return typeof page !== 'string' && page.entries.length <= maxResumed;
}

/** A bot may be allowed no more than to post. */
const reads = ({ scopes }: WebSession['seat']): boolean => mayAsk(scopes, 'window');

interface Arrival extends Pick<ResumePlace, 'open' | 'events'> {
  readonly from: Cursor;
  readonly resumed: boolean;
  readonly attached: boolean;
}

export function welcome(
  session: WebSession,
  user: UserRef,
  { open, events, from, resumed, attached }: Arrival,
): Welcome {
  const { chat, seat, listener } = session;
  const shows = !resumed && open !== undefined && reads(seat);
  const window = shows ? windowPart(session, open, { limit: usualWindow, events }) : undefined;
  const [edits, serverRole] = [chat.setting('edit-window'), chat.serverRole(seat)];
  const away = awayOf(session, user, attached);
  return {
    version,
    self: userPart({ ...user, account: seat.account }),
    ...(serverRole && { serverRole }),
    ...(seat.scopes && { scopes: seat.scopes }),
    token: session.token,
    epoch: from.epoch,
    place: from.seq,
    resumed,
    attached,
    rooms: reads(seat) ? roomParts(session) : [],
    ...(window !== undefined && typeof window !== 'string' && { window }),
    ignored: seat.scopes ? [] : chat.ignored(seat).map(refPart),
    ...(away !== undefined && { away }),
    server: {
      version: listener.version ?? '',
      ...(listener.build !== undefined && { build: listener.build }),
      registration: chat.registration(listener.rules),
      guests: listener.rules.guests && chat.setting('guests'),
      ...(Number.isFinite(edits) && { editWindow: edits }),
      search: true,
    },
  };
}

/** A guest can only be away if its session goes on. */
function awayOf({ chat, seat }: WebSession, { id, name }: UserRef, attached: boolean): string | undefined {
  if (seat.account) return chat.accountNamed(name)?.away;
  return attached ? chat.online(maxOnline).find((person) => person.id === id)?.away : undefined;
}
