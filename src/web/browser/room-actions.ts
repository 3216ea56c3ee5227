import type { Level, Member, Room, User } from '#dialects/web/protocol.ts';
import { withNewRoom, withoutRoom, withRoom } from '#web/model/change.ts';
import { isNew, newDirect } from '#web/model/model.ts';
import { withServerRoom } from '#web/model/receive.ts';
import { findRoom, nameOf, refreshed } from '#web/model/rooms.ts';
import { invitationAddress, roomAddress } from '#web/model/route.ts';
import { connection } from './connection.ts';
import { tellLetIn } from './removed.ts';
import { errorText } from './error-text.ts';
import { copy } from './copy.ts';
import { change, model, openRoom, say } from './store.ts';
import { attempt } from './attempt.ts';

export function go(name: string, message?: number): void {
  location.hash = roomAddress(name, message);
}

/**
 * Shows a room, unless the user has gone elsewhere since the request that opens it: the newest request counts, not the
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

/** A key or an invitation code. Missing: the room must not need one. */
export interface Admission {
  readonly key?: string;
  readonly code?: string;
}

/** Enters a channel, which is created if it does not exist, and shows it. Rejects with the error. */
export async function enterRoom(name: string, how: Admission = {}): Promise<void> {
  const from = location.hash;
  const room = name.startsWith('#') ? name : `#${name}`;
  await new Promise<void>((resolve, reject) =>
    connection.ask(
      'join',
      { room, ...how },
      ({ state }) => {
        change((now) => withNewRoom(now, state));
        tellLetIn(state.name);
        goFrom(from, state.name);
        resolve();
      },
      reject,
    ),
  );
}

/** Enters a channel like `enterRoom`, but shows an error. Resolves with whether it succeeded. */
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
  await attempt('leave', { room: nameOf(room), ...(reason && { reason }) }, () => {
    goHomeFrom(room);
    change((now) => withoutRoom(now, room.id));
  });
}

/** Adds the direct room with a user. The page has one even before the first message. */
function addDirect(user: User & { readonly here?: boolean }): void {
  if (findRoom(model.peek().rooms, user.name)) return;
  change((now) => withNewRoom(now, newDirect(now, { ...user, here: user.here ?? true })));
}

/** Shows a direct room by name: with the user who has that name now. */
export async function openDirectByName(name: string): Promise<boolean> {
  if (findRoom(model.peek().rooms, name)) return (go(name), true);
  const from = location.hash;
  await new Promise<void>((resolve) =>
    connection.ask(
      'room',
      { room: name },
      ({ state }) => {
        change((now) => withServerRoom(now, state));
        resolve();
      },
      () => {
        addDirect({ id: 0, name, account: false, here: false });
        resolve();
      },
    ),
  );
  goFrom(from, name);
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
  await attempt('level', { room: nameOf(room), level }, () =>
    change((now) => withRoom(now, room.id, (state) => ({ ...state, level }))),
  );
}

/**
 * Loads the members of a channel in pages, at most this many. Each page is shown at once, so that those who come and go
 * before the next one do so in the list.
 */
export function loadMembers(room: Room, most = 2000, after?: number): void {
  connection.ask(
    'members',
    { room: nameOf(room), ...(after !== undefined && { after }) },
    ({ members, next }) => {
      const known: readonly Member[] | undefined = after === undefined ? [] : model.peek().members.get(room.id);
      // Somebody has removed the list: it is loaded anew.
      if (!known) return;
      const ids = new Set(members.map(({ id }) => id));
      const all = [...known.filter(({ id }) => !ids.has(id)), ...members];
      change((now) => ({ ...now, members: new Map(now.members).set(room.id, all) }));
      if (next !== undefined && all.length < most) loadMembers(room, most, next);
    },
    () => {},
  );
}

/** Reloads a room's settings and counts. */
export const refreshRoom = (room: Room): void =>
  connection.ask(
    'room',
    { room: nameOf(room) },
    ({ state }) => change((now) => withRoom(now, room.id, (known) => refreshed(known, state))),
    () => {},
  );
