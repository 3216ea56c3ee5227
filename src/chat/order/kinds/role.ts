import type { Asked, Ordered, RoomRef, Speaker } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { isRole, mayGive } from '#chat/rights/rights.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { succession } from '#chat/order/succession.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import { userNamed, type World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/** Nobody owns #lobby. Where a room has an owner, it keeps one. */
export const role: Kind<'role'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const room = seenChannel(world, user.id, ordered.draft.room ?? '');
    return room ? judgeRole(world, ordered, asked, user.ref, room) : refuse('no-room');
  },
  byNode(world, ordered, asked) {
    const room = world.channel(ordered.draft.room ?? '');
    return room ? judgeRole(world, ordered, asked, server, room) : refuse('no-room');
  },
  effects: (_world, { room }, { user, role: to }) => room && [{ kind: 'role', room: room.id, user: user.id, role: to }],
});

function judgeRole(
  world: World,
  ordered: Ordered,
  { user: name, role: to }: Asked<'role'>,
  by: Speaker,
  { id, name: channel }: RoomRef,
): Verdict {
  const room: RoomRef = { id, name: channel };
  if (!isRole(to)) return refuse('unavailable');
  const other = userNamed(world, name);
  const before = other && world.role(id, other.id);
  if (!other || !before) return refuse({ code: 'user-not-here', room: room.name });
  if (to === 'owner' && isLobby(room)) return refuse('not-allowed');
  const code = by === server ? undefined : mayGive(world, by.id, id, other.id, { from: before, to });
  if (code) return refuse(code);
  if (to === before) return noOp(by, room);
  const newOwners = before === 'owner' ? succession(world, [{ id: other.id, rooms: [{ ...room, role: before }] }]) : [];
  const last =
    before === 'owner' && !world.ownersAndOperators(id).some((each) => each.role === 'owner' && each.user !== other.id);
  if (last && by !== server) return refuse('last-owner');
  const user = { id: other.id, name: other.name };
  return accept(role, world, entryOf(ordered, by, { kind: 'role', user, role: to, before }, room), newOwners);
}
