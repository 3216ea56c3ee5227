import { inboxOf } from '#chat/ports.ts';
import type { Asked, Ordered, RoomRef, Seq, UserId, Verdict } from '#chat/event.ts';
import { isFull } from './mailbox.ts';
import { maxRooms, maxText } from '#chat/limits.ts';
import { parseChannel } from '#chat/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { accept, acceptDirect, refuse } from './verdict.ts';
import { isMember, type Known, known, type Present, type World } from './world.ts';

/** A channel by name; one that does not exist is made by this very draft and bears its seq. */
export function channelOf(world: World, ordered: Ordered, name: string): RoomRef | RefusalCode {
  const found = world.channel(name);
  if (found) return found;
  const parsed = parseChannel(name);
  return typeof parsed === 'string' ? parsed : { id: ordered.seq, name: parsed.name };
}

export function decideJoined(world: World, ordered: Ordered, user: Present): Verdict {
  const room = channelOf(world, ordered, ordered.draft.room ?? '');
  if (typeof room === 'string') return refuse(room);
  if (isMember(user, room.id)) return { kind: 'already', user: user.ref, room, memberships: user.rooms };
  if (user.rooms.length >= maxRooms) return refuse('too-many-rooms');
  return accept(world, ordered, user.ref, { kind: 'joined' }, room);
}

export function decideLeft(world: World, ordered: Ordered, user: Present): Verdict {
  const room = ownChannel(world, user, ordered.draft.room ?? '');
  return typeof room === 'string' ? refuse(room) : accept(world, ordered, user.ref, { kind: 'left' }, room);
}

/** A channel the user is a member of. */
function ownChannel(world: World, user: Present, name: string): RoomRef | RefusalCode {
  const room = world.channel(name);
  if (!room) return 'no-room';
  return isMember(user, room.id) ? room : 'not-member';
}

type Said = Asked & { kind: 'message' };

export function decideMessage(world: World, ordered: Ordered, user: Present, asked: Said): Verdict {
  // The draft's own object will do, for nearly all.
  const said: Said = asked.text.includes('\0') ? { kind: 'message', text: withoutNul(asked.text) } : asked;
  if (isLong(said.text)) return refuse('text-long');
  const to = ordered.draft.room ?? '';
  if (!to.startsWith('#')) return decidePrivate(world, ordered, user, to, said);
  const room = ownChannel(world, user, to);
  return typeof room === 'string' ? refuse(room) : accept(world, ordered, user.ref, said, room);
}

/** The first private message between two users makes their direct room. */
function decidePrivate(world: World, ordered: Ordered, user: Present, to: string, said: Said): Verdict {
  const other = known(world, to);
  if (!other) return refuse('no-user');
  if (other.id === user.id) return refuse('to-self');
  if (!other.guest && !takesMail(world, other.id) && isFull(world.mail(other.id))) return refuse('mailbox-full');
  const found = world.direct(user.id, other.id);
  const room: RoomRef = { id: found?.id ?? ordered.seq, name: other.name };
  const pair = found?.pair ?? pairOf(user.id, other.id);
  const inboxes = user.guest && other.guest ? noInboxes : inboxesOf(user, other);
  return acceptDirect(world, ordered, user.ref, said, room, { pair, inboxes, waits: !world.present(other.id) });
}

const takesMail = (world: World, user: UserId): boolean => (world.present(user)?.takers ?? 0) > 0;

const noInboxes: readonly UserId[] = [];

const inboxesOf = (...users: readonly Known[]): readonly UserId[] =>
  users.filter((each) => !each.guest).map((each) => each.id);

export const pairOf = (one: UserId, other: UserId): readonly [UserId, UserId] =>
  one < other ? [one, other] : [other, one];

/** Kept as its picture: most wires end at it, and so does what older Nodes read from SQLite. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\u2400') : text);

const utf8 = new TextEncoder();

/** At most three bytes stand for one UTF-16 unit, so short texts need no counting. */
export const isLong = (text: string): boolean =>
  text.length * 3 > maxText && (text.length > maxText || utf8.encode(text).length > maxText);

/** The mailbox of a guest is never asked for. */
export function decideDelivered(world: World, user: Present, upto: Seq): Verdict {
  if (!isPast(world, upto)) return refuse('cursor-invalid');
  return user.guest ? refuse('unavailable') : { kind: 'applied', user: user.id, room: inboxOf(user.id), upto };
}

const isPast = (world: World, seq: Seq): boolean => Number.isSafeInteger(seq) && seq >= 0 && seq <= world.seq;

export function decideRead(world: World, ordered: Ordered, user: Present, upto: Seq): Verdict {
  if (!isPast(world, upto)) return refuse('cursor-invalid');
  const room = readable(world, user, ordered.draft.room ?? '');
  return typeof room === 'string' ? refuse(room) : { kind: 'applied', user: user.id, room, upto };
}

function readable(world: World, user: Present, name: string): Seq | RefusalCode {
  if (name.startsWith('#')) {
    const room = ownChannel(world, user, name);
    return typeof room === 'string' ? room : room.id;
  }
  const other = known(world, name);
  return (other && world.direct(user.id, other.id)?.id) ?? 'no-room';
}
