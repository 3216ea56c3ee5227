import type { Effect } from '#chat/effect.ts';
import type { RoomId, RoomRef, Seq, UserId } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { Heard } from '#chat/events/personal-events.ts';
import { inboxOf } from '#chat/ports.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { readsByHearing } from '#chat/readable/unread.ts';
import { ownChannel } from '#chat/order/channels.ts';
import { refuse } from '#chat/order/verdict.ts';
import { userNamed, type Present, type World } from '#chat/order/world.ts';
import { asking, type Judges } from './kind.ts';

export const read: Judges<'read'> = asking({
  byUser(world, ordered, { upto, back }, user) {
    if (!isPast(world, upto)) return refuse('cursor-invalid');
    const room = ownRoom(world, user, ordered.draft.room ?? '');
    return typeof room === 'string' ? refuse(room) : applied([readUpto(user.id, room, upto, back)]);
  },
});

/** Leaves out rooms that it is no longer a member of, and those where something before is unread. */
export const heard: Judges<'heard'> = asking({
  byUser: (world, _ordered, asked, user) =>
    isPast(world, asked.upto)
      ? applied(reported(world, user, { delivered: asked.delivered, heard: asked }))
      : refuse('cursor-invalid'),
});

/** A guest has no mailbox. */
export const delivered: Judges<'delivered'> = asking({
  byUser(world, _ordered, asked, user) {
    if (!isPast(world, asked.upto)) return refuse('cursor-invalid');
    return user.guest ? refuse('unavailable') : applied([deliveredUpto(user.id, asked.upto)]);
  },
});

/** What a session reports for its account: what was delivered to it, and what it has heard. */
export function reported(
  world: World,
  user: Present,
  asked: { readonly delivered?: Seq | undefined; readonly heard?: Heard | undefined },
): readonly Effect[] {
  const isGiven = asked.delivered !== undefined && !user.guest && isPast(world, asked.delivered);
  const mail = isGiven && asked.delivered !== undefined ? [deliveredUpto(user.id, asked.delivered)] : [];
  return asked.heard && isPast(world, asked.heard.upto) ? [...mail, ...heardUpto(world, user, asked.heard)] : mail;
}

const deliveredUpto = (user: UserId, upto: Seq): Effect => ({ kind: 'cursor', user, room: inboxOf(user), upto });

const heardUpto = (world: World, user: Present, { rooms, upto, polled }: Heard): readonly Effect[] =>
  rooms.flatMap(({ room: id, since }) => {
    const room = roomOfId(world, user, id);
    const hearer = { user: user.id, account: !user.guest };
    return room && readsByHearing(world, hearer, room, { since, upto, polled }) ? [readUpto(user.id, room, upto)] : [];
  });

/** A channel the user is a member of, or one of its direct rooms, named for the other one: empty if that was a guest who has left. */
function roomOfId(world: World, user: Present, id: RoomId): RoomRef | undefined {
  const channel = user.rooms.find((each) => each.id === id);
  if (channel) return channel;
  const pair = world.room(id)?.pair;
  if (!pair?.includes(user.id)) return undefined;
  const other = pair.find((each) => each !== user.id) ?? user.id;
  return { id, name: (world.present(other) ?? world.account(other))?.name ?? '' };
}

const readUpto = (user: UserId, { id, name }: RoomRef, upto: Seq, back?: true): Effect => {
  const moved: Effect = { kind: 'cursor', user, room: id, upto, ...(name !== '' && { name }) };
  return back ? { ...moved, back } : moved;
};

const applied = (effects: readonly Effect[]): Verdict => ({ kind: 'applied', effects });

const isPast = (world: World, seq: Seq): boolean => Number.isSafeInteger(seq) && seq >= 0 && seq <= world.seq;

/** A channel the user is a member of, or its direct room with a user of that name. */
export function ownRoom(world: World, user: Present, name: string): RoomRef | RefusalCode {
  if (name.startsWith('#')) return ownChannel(world, user, name);
  const other = userNamed(world, name);
  const id: RoomId | undefined = other && world.direct(user.id, other.id)?.id;
  return other && id !== undefined ? { id, name: other.name } : 'no-room';
}
