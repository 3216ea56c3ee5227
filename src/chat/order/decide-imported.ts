import { maxRooms } from '#chat/limits.ts';
import { channelOf, isLong, pairOf, withoutNul } from './decide-room.ts';
import type { Asked, Ordered, RoomRef, UserRef, Verdict } from '#chat/event.ts';
import { lobby } from '#chat/lobby.ts';
import { accountKey } from '#chat/keys.ts';
import { accept, acceptDirect, refuse } from './verdict.ts';
import type { World } from './world.ts';

/** Makes an account a member of #lobby, so that it may read what is imported there from then on. */
export function decideEnrolled(world: World, ordered: Ordered, name: string): Verdict {
  const account = accountOf(world, name);
  if (!account) return refuse('no-user');
  const room = channelOf(world, ordered, lobby);
  if (typeof room === 'string') return refuse(room);
  const rooms = world.memberships(account.id);
  if (rooms.some(({ id }) => id === room.id)) return refuse('unavailable');
  if (rooms.length >= maxRooms) return refuse('too-many-rooms');
  return accept(world, ordered, account, { kind: 'joined' }, room);
}

/** What was said elsewhere is taken once, and between accounts only. */
export function decideImported(world: World, ordered: Ordered, asked: Asked & { kind: 'imported' }): Verdict {
  const { said, to } = asked;
  if (!Number.isSafeInteger(said) || world.imported(asked.mark)) return refuse('unavailable');
  const text = withoutNul(asked.text);
  if (isLong(text)) return refuse('text-long');
  const from = accountOf(world, asked.from);
  if (!from) return refuse('no-user');
  const event = { kind: 'message', text, said } as const;
  if (to === undefined) {
    const room = world.channel(lobby);
    return room ? accept(world, ordered, from, event, room) : refuse('no-room');
  }
  const other = accountOf(world, to);
  if (!other) return refuse('no-user');
  if (other.id === from.id) return refuse('to-self');
  const room: RoomRef = { id: world.direct(from.id, other.id)?.id ?? ordered.seq, name: other.name };
  const pair = pairOf(from.id, other.id);
  return acceptDirect(world, ordered, from, event, room, { pair, inboxes: pair, waits: false });
}

function accountOf(world: World, name: string): UserRef | undefined {
  const account = world.accountNamed(accountKey(world, name));
  return account && { id: account.id, name: account.name };
}
