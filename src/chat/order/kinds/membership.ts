import type { UserId } from '#chat/event.ts';
import { isLobby, lobby } from '#chat/names/lobby.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import { accountNamed, isMember, type World } from '#chat/order/world.ts';
import { invitationSpent } from '#chat/order/bans.ts';
import { enterChannel } from '#chat/order/enter-channel.ts';
import { usedCode } from '#chat/order/code-rules.ts';
import { reasonOf } from '#chat/order/kept-text.ts';
import { channelOf, joining, ownChannel } from '#chat/order/channels.ts';
import { textAllowed } from '#chat/order/text-allowed.ts';
import { succession } from '#chat/order/succession.ts';
import { accept, entryOf, noOp, refuse } from '#chat/order/verdict.ts';
import { asking, type Judges, kind, type Kind } from './kind.ts';

export const joined: Kind<'joined'> = kind({
  kept: true,
  byUser(world, ordered, { key, code }, user) {
    const { id, name, addresses, guest, rooms } = user;
    const entering = { id, name, addresses, guest, rooms, key, code };
    const entered = enterChannel(world, ordered, ordered.draft.room ?? '', entering);
    if ('code' in entered) return refuse(entered);
    const { room } = entered;
    // All users are shown the name of a new room, so a user who may not speak on this server cannot make one. The
    // refusal is that of users who may not make rooms.
    const isNew = room.id === ordered.seq && !isLobby(room);
    if (isNew && world.speechRules(wholeServer)?.forbids(user, ordered.draft.at)) return refuse('no-room');
    if (isMember(user, room.id)) return noOp(user.ref, room, [{ kind: 'hearing', room: room.id }]);
    const used = entered.spent && code !== undefined ? usedCode(world, code) : {};
    const event = { kind: 'joined', ...used, ...stateOf(world, id) } as const;
    return accept(joined, world, entryOf(ordered, user.ref, event, room), entered.spent);
  },
  effects: (world, { seq, room, from }) =>
    room && [...joining(seq, room, from.id), ...invitationSpent(world, room.id, from.id)],
});

/** What the members of a room do not know of somebody who joins it. */
function stateOf(world: World, user: UserId): { readonly away?: string; readonly absent?: true } {
  const here = world.present(user);
  const away = here?.away ?? world.account(user)?.away ?? '';
  return { ...(away !== '' && { away }), ...(!here && { absent: true }) };
}

export const left: Kind<'left'> = kind({
  kept: true,
  byUser(world, ordered, asked, user) {
    const room = ownChannel(world, user, ordered.draft.room ?? '');
    if (typeof room === 'string') return refuse(room);
    const reason = reasonOf(textAllowed(world, ordered, user, room, asked.reason));
    return reason
      ? accept(left, world, entryOf(ordered, user.ref, { kind: 'left', ...reason }, room))
      : refuse('reason-long');
  },
  effects(world, { room, from }) {
    if (!room) return undefined;
    const rooms = world.memberships(from.id).filter(({ id }) => id === room.id);
    return [{ kind: 'member', room, user: from.id, role: undefined }, ...succession(world, [{ id: from.id, rooms }])];
  },
});

/** Makes an account a member of #lobby, so that it may read what is imported there from then on; or of another channel. */
export const enrolled: Judges<'enrolled'> = asking({
  byNode(world, ordered, { name }) {
    const account = accountNamed(world, name);
    if (!account) return refuse('no-user');
    const wanted = ordered.draft.room;
    const room = wanted === undefined ? channelOf(world, ordered, lobby) : world.channel(wanted);
    if (!room) return refuse('no-room');
    if (typeof room === 'string') return refuse(room);
    const rooms = world.memberships(account.id);
    if (rooms.some(({ id }) => id === room.id)) return refuse('unavailable');
    if (rooms.length >= world.setting('max-rooms-per-user')) return refuse('too-many-rooms');
    const event = { kind: 'joined', ...stateOf(world, account.id) } as const;
    return accept(joined, world, entryOf(ordered, account, event, { id: room.id, name: room.name }));
  },
});
