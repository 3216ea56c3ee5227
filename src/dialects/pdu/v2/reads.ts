import { type Cursor, formatCursor } from '#chat/cursor.ts';
import type { Role, Seq } from '#chat/event.ts';
import type { Frame } from '#text/frames.ts';

import { formatPdu, types } from '../talk-codec.ts';
import { errorPdu, refusedPdu } from './errors.ts';
import { pastPlaces } from './past-places.ts';
import { eventPart, personPart } from './render.ts';
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

/** Entries in the answers to one HISTORY. */
export const maxPast = 200;
/** Rooms or members in one PDU. */
const pageSize = 100;
/** Users in one MEMBER_LIST. */
const maxOnline = 1000;
/** The position before the first item of a list. */
export const firstPage = 0;

/** Sends a frame after the answers to earlier requests; `make` is called at that time. */
function sayLater(session: RequestingSession, { stream }: PendingRequest, make: () => Frame): void {
  session.shared.chat.say(session.seat, () => stream.give(make()));
}

export function askTopic(session: RequestingSession, request: PendingRequest, name: string): void {
  const { chat } = session.shared;
  sayLater(session, request, () => {
    const found = chat.channel(session.seat, name);
    if (typeof found === 'string') return refusedPdu(chat.tellNewName(session.seat, found, name), request.ref);
    const { room, state } = found;
    return formatPdu(types.topic, { room: room.name, topic: state.topic?.value ?? '' }, request.ref);
  });
}

export function askRooms(session: RequestingSession, request: PendingRequest, after: number): void {
  const { chat } = session.shared;
  sayLater(session, request, () => {
    const { items, next } = chat.rooms(session.seat, after, pageSize);
    const rooms = items.map(({ room, here }) => ({ name: room.name, here }));
    return formatPdu(types.roomList, { rooms, ...(next !== undefined && { next }) }, request.ref);
  });
}

export function askMembers(session: RequestingSession, request: PendingRequest, room: string, after: number): void {
  const { chat } = session.shared;
  sayLater(session, request, () => {
    const found = chat.members(session.seat, room, after, pageSize);
    if (!found) return refusedPdu(chat.tellNewName(session.seat, 'no-room', room), request.ref);
    const members = found.items.map(({ user, here, role }) => ({ ...personPart(user), here, ...roleOf(role) }));
    const next = found.next === undefined ? {} : { next: found.next };
    return formatPdu(types.memberList, { room, members, ...next }, request.ref);
  });
}

/** Nearly all members have no other role. */
const roleOf = (role: Role): object => (role === 'member' ? {} : { role });

export function askOnline(session: RequestingSession, request: PendingRequest): void {
  const { chat } = session.shared;
  sayLater(session, request, () => {
    const members = chat.online(maxOnline, session.seat).map((user) => ({ ...personPart(user), here: true }));
    return formatPdu(types.memberList, { members }, request.ref);
  });
}

export interface HistoryRequest {
  readonly room: string;
  readonly limit: number;
  readonly before: Cursor | undefined;
  readonly after: Cursor | undefined;
}

/** One PAST for each entry, then an ACK. Only places are kept while they wait to be written. */
export function askHistory(session: RequestingSession, request: PendingRequest, asked: HistoryRequest): void {
  session.shared.chat.say(session.seat, pastOf(session, request, asked));
}

function* pastOf(
  { shared: { chat }, seat }: RequestingSession,
  { stream, ref }: PendingRequest,
  asked: HistoryRequest,
): Generator<Frame | undefined> {
  const { epoch, seq: upto } = chat.cursor();
  const { room, limit, before, after } = asked;
  if ([before, after].some((cursor) => cursor && cursor.epoch !== epoch)) {
    yield stream.give(errorPdu('bad-cursor', ref));
    return;
  }
  const found = yield* pastPlaces(chat, seat, { room, limit, before: before?.seq, after: after?.seq });
  if (typeof found === 'string') {
    yield stream.give(refusedPdu(chat.tellNewName(seat, found, room), ref));
    return;
  }
  const { seqs, next, where } = found;
  const cursorAt = (seq: Seq): string => formatCursor({ epoch, seq });
  for (const seq of seqs) {
    const entry = chat.entry(seat, seq);
    const seen = entry && chat.asSeen(seat, entry);
    const payload = seen && eventPart(seen, cursorAt);
    if (payload) yield stream.give(formatPdu(types.past, payload, ref));
  }
  const more = next === undefined ? { more: false } : { more: true, next: cursorAt(next) };
  yield stream.give(formatPdu(types.ack, more, ref));
  // A client without read markers has read what it was sent.
  const [first, last] = [seqs[0], seqs.at(-1)];
  if (first === undefined || last === undefined || !where) return;
  const end = after ? last + 1 : (before?.seq ?? upto + 1);
  chat.shown(seat, where, { after: first - 1, before: Math.max(end, last + 1) });
}
