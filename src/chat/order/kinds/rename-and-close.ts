import type { Asked, Ordered, RoomRef } from '#chat/event.ts';
import { isLobby, lobby } from '#chat/names/lobby.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import { parseChannel } from '#chat/names/names.ts';
import type { Verdict } from '#chat/outcome.ts';
import { withFormer } from '#chat/order/former-names.ts';
import { roomFor } from '#chat/order/channels.ts';
import { reasonOf } from '#chat/order/kept-text.ts';
import { textAllowed } from '#chat/order/text-allowed.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/** A channel gets another name. #lobby keeps its own, and no other room gets it. */
export const roomNamed: Kind<'roomNamed'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeName(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeName(world, ordered, asked),
  effects(world, { room, at }, { before }) {
    if (!room) return undefined;
    const state = world.roomState(room.id);
    const value = withFormer(state, before, at);
    return [
      { kind: 'roomName', room, before },
      { kind: 'roomState', room: room.id, name: 'former', value, before: state.former },
    ];
  },
});

function judgeName(world: World, ordered: Ordered, { name }: Asked<'roomNamed'>, user?: Present): Verdict {
  const room = roomFor(world, ordered, 'rename-room', user);
  if (typeof room === 'string') return refuse(room);
  if (isLobby(room)) return refuse('not-allowed');
  const parsed = parseChannel(name);
  if (typeof parsed === 'string') return refuse(parsed);
  if (parsed.folded === lobby) return refuse('name-reserved');
  const by = user?.ref ?? server;
  if (parsed.name === room.name) return noOp(by, room);
  // All who see the room are shown its name.
  const silenced = user && world.speechRules(wholeServer)?.forbids(user, ordered.draft.at);
  if (silenced) return refuse(silenced);
  const holder = world.channel(parsed.name);
  if (holder && holder.id !== room.id) return refuse('name-taken');
  const named: RoomRef = { id: room.id, name: parsed.name };
  return accept(roomNamed, world, entryOf(ordered, by, { kind: 'roomNamed', before: room.name }, named));
}

/** A channel ends. What was said there stays in the log; a channel of that name is a new one. */
export const closed: Kind<'closed'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeClosed(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeClosed(world, ordered, asked),
  effects: (_world, { room }) => room && [{ kind: 'roomClosed', room }],
});

function judgeClosed(world: World, ordered: Ordered, asked: Asked<'closed'>, user?: Present): Verdict {
  const room = roomFor(world, ordered, 'close', user);
  if (typeof room === 'string') return refuse(room);
  if (isLobby(room)) return refuse('not-allowed');
  const reason = reasonOf(textAllowed(world, ordered, user, room, asked.reason));
  if (!reason) return refuse('reason-long');
  return accept(closed, world, entryOf(ordered, user?.ref ?? server, { kind: 'closed', ...reason }, room));
}
