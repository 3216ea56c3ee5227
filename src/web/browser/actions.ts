import type { Exchanges, Level, Member, Message, RequestType, Room, User, UserRef } from '#dialects/web/protocol.ts';
import { withNewRoom, withoutRoom, withRoom } from '#web/model/change.ts';
import { withEntry } from '#web/model/entries.ts';
import { isNew, newDirect } from '#web/model/model.ts';
import { withIgnored } from '#web/model/people.ts';
import { withServerRoom } from '#web/model/receive.ts';
import { findRoom, nameOf } from '#web/model/rooms.ts';
import { invitationAddress, roomAddress } from '#web/model/route.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import * as storage from './storage.ts';
import { copy } from './copy.ts';
import { change, model, openRoom, say, self } from './store.ts';

export function go(name: string, message?: number): void {
  location.hash = roomAddress(name, message);
}

/**
 * Shows a room, unless the user has gone elsewhere since the request that opens it: the newest wish counts, not the
 * newest answer.
 *
 * @param asked the page's address at the request
 */
function goFrom(asked: string, name: string): void {
  if (location.hash === asked) go(name);
}

/** Shows the list of rooms, if the room is still open. */
function goHomeFrom(room: Room): void {
  if (openRoom.peek()?.id === room.id) location.hash = '#/';
}

/** Sends a request, and shows its error. Resolves with undefined after an error. */
export async function attempt<K extends RequestType>(
  type: K,
  fields: Readonly<Exchanges[K]['ask']>,
): Promise<Exchanges[K]['answer'] | undefined> {
  try {
    return await connection.request(type, fields);
  } catch (error) {
    say(errorText(error), true);
    return undefined;
  }
}

/** Applies the entry in an answer: our own entries are answered, not pushed. */
export const ours = (room: Room, { seq, at }: { seq?: number; at?: number }) => ({
  seq: seq ?? 0,
  at: at ?? Date.now(),
  from: self.peek(),
  room: { id: room.id, name: room.name },
});

export async function edit(room: Room, message: Message, text: string): Promise<boolean> {
  const done = await attempt('edit', { target: message.seq, text });
  if (done) change((now) => withEntry(now, { ...ours(room, done), kind: 'edited', target: message.seq, text }));
  return done !== undefined;
}

export async function remove(room: Room, message: Message): Promise<void> {
  const done = await attempt('redact', { target: message.seq });
  if (done) change((now) => withEntry(now, { ...ours(room, done), kind: 'redacted', target: message.seq }));
}

export async function react(room: Room, message: Message, emoji: string): Promise<void> {
  const on = !message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.mine);
  storage.keepEmoji(emoji);
  const done = await attempt('react', { target: message.seq, emoji, on });
  if (done) change((now) => withEntry(now, { ...ours(room, done), kind: 'reacted', target: message.seq, emoji, on }));
}

/** A key or an invitation code. Missing: the room must not need one. */
export interface Admission {
  readonly key?: string;
  readonly code?: string;
}

/** Enters a channel, which is created if it does not exist, and shows it. Rejects with the error. */
export async function enterRoom(name: string, how: Admission = {}): Promise<void> {
  const asked = location.hash;
  const { state } = await connection.request('join', { room: name.startsWith('#') ? name : `#${name}`, ...how });
  change((now) => withNewRoom(now, state));
  goFrom(asked, state.name);
}

/** The same, but shows the error. */
export async function join(name: string, how: Admission = {}): Promise<boolean> {
  try {
    await enterRoom(name, how);
    return true;
  } catch (error) {
    say(errorText(error), true);
    return false;
  }
}

export async function leave(room: Room, reason?: string): Promise<void> {
  const done = await attempt('leave', { room: nameOf(room), ...(reason && { reason }) });
  if (!done) return;
  goHomeFrom(room);
  change((now) => withoutRoom(now, room.id));
}

/** Adds the direct room with a user. The page has one even before the first message. */
function addDirect(user: User & { readonly here?: boolean }): void {
  if (findRoom(model.peek().rooms, user.name)) return;
  change((now) => withNewRoom(now, newDirect(now, { ...user, here: user.here ?? true })));
}

/** Shows the direct room with a user. */
export function openDirect(user: User & { readonly here?: boolean }): void {
  addDirect(user);
  go(user.name);
}

/** Shows a direct room by name: with the user who has that name now. */
export async function openDirectByName(name: string): Promise<boolean> {
  if (findRoom(model.peek().rooms, name)) return (go(name), true);
  const asked = location.hash;
  const answer = await connection.request('room', { room: name }).catch(() => undefined);
  if (answer) change((now) => withServerRoom(now, answer.state));
  else addDirect({ id: 0, name, account: false, here: false });
  goFrom(asked, name);
  return true;
}

export const closeDirect = (room: Room): void => {
  goHomeFrom(room);
  if (isNew(room)) change((now) => withoutRoom(now, room.id));
};

/** The number of uses of a link, shown beside it. A link is often given to several people. */
const linkUses = 10;

/** Creates an invitation link to a room, or without one to register, and copies it: the code is never shown again. */
export async function copyInvitationLink(room?: Room): Promise<boolean> {
  const made = await attempt('invite-code', { ...(room && { room: nameOf(room) }), uses: linkUses });
  if (!made) return false;
  await copy(new URL(invitationAddress(room && nameOf(room), made.code), location.href).href);
  return true;
}

export async function setLevel(room: Room, level: Level): Promise<void> {
  const done = await attempt('level', { room: nameOf(room), level });
  if (done) change((now) => withRoom(now, room.id, (state) => ({ ...state, level })));
}

export async function ignore(user: UserRef, on: boolean): Promise<void> {
  const done = await attempt('ignore', { user: user.name, on });
  if (done) change((now) => withIgnored(now, user, on));
}

export async function setAway(text: string): Promise<void> {
  const done = await attempt('away', { text });
  if (done) change((now) => ({ ...now, away: text }));
}

export async function rename(name: string): Promise<boolean> {
  const done = await attempt('name', { name });
  if (!done) return false;
  storage.keepName(name);
  storage.keepProposedName(name);
  change((now) => ({ ...now, self: now.self && { ...now.self, name } }));
  return true;
}

/** Loads the members of a channel in pages, at most this many. */
export async function loadMembers(room: Room, most = 2000): Promise<void> {
  const members: Member[] = [];
  let after: number | undefined;
  do {
    const answer = await connection
      .request('members', { room: nameOf(room), ...(after !== undefined && { after }) })
      .catch(() => undefined);
    if (answer === undefined) return;
    members.push(...answer.members);
    after = answer.next;
  } while (after !== undefined && members.length < most);
  change((now) => ({ ...now, members: new Map(now.members).set(room.id, members) }));
}

/** Reloads a room's settings and counts. */
export async function refreshRoom(room: Room): Promise<void> {
  const answer = await connection.request('room', { room: nameOf(room) }).catch(() => undefined);
  if (answer) change((now) => withRoom(now, room.id, () => answer.state));
}
