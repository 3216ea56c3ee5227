import { withoutText } from '#chat/ignoring.ts';
import { withheldText } from '#text/away-note.ts';
import type { Chat } from '#chat/chat.ts';
import type { Membership, RoomId, UserId } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { membershipsOf } from './memberships.ts';
import { channelsOf, type Member, membersOf, type Shown } from './shown-lists.ts';
import type { ShownRooms } from './shown-rooms.ts';
import type { World } from '#chat/order/world.ts';
import { userAway } from '#chat/order/judge-grant.ts';
import { renamedSince } from '#chat/order/former-names.ts';
import type { Clock, RoomRow, Store } from '#chat/ports.ts';
import { wholeServer } from '#chat/moderation-lists.ts';
import { isMember } from '#chat/readable.ts';
import { type Reader, seesAsOperator } from '#chat/reader.ts';
import { may, rankOf, type RightsWorld } from '#chat/rights.ts';
import type { RoomState } from '#chat/room-state.ts';

type Lists = Pick<
  Chat,
  'channel' | 'tellNewName' | 'channelNamed' | 'members' | 'rooms' | 'memberships' | 'silenced' | 'hearers'
>;

export interface RoomListsOptions {
  readonly world: World;
  readonly store: Store;
  readonly hub: Pick<Hub, 'roster' | 'shown' | 'audience'>;
  readonly states: ShownRooms;
  readonly clock: Pick<Clock, 'now'>;
}

/** What a reader may ask of rooms, as of what was shown. A secret room is found by its members only. */
export function roomListsOf({ world, store, hub, states, clock }: RoomListsOptions): Lists {
  const { roster } = hub;
  const rights: RightsWorld = {
    account: (id) => store.account(id),
    keepers: (room) => store.keepers(room),
    role: (room, user) => roster.roleOf(room, user) ?? world.role(room, user),
    roomState: (room) => states.get(room, hub.shown),
  };

  const sees = (user: UserId, room: RoomId): boolean => may(rights, 'see-room', user, room) === undefined;

  const membershipsIn = (user: UserId): readonly Membership[] =>
    membershipsOf({ roster, store, shown: hub.shown }, user);

  const shownAs = (): Shown => ({ roster, store, states, shown: hub.shown });

  /** A room made in a batch that is not shown yet does not exist yet. */
  function shownChannel(name: string): RoomRow | undefined {
    const room = world.channel(name);
    return room && room.id <= hub.shown ? room : undefined;
  }

  /** Undefined where the room does not exist, or is secret to the user: both are answered alike. */
  function seenChannel(user: UserId, name: string): RoomRow | undefined {
    const room = shownChannel(name);
    return room && sees(user, room.id) ? room : undefined;
  }

  /** Without the key of the room, unless the user may change it. */
  function stateFor(reader: Reader, room: RoomId): RoomState {
    const { former: _, ...state } = rights.roomState(room);
    if (!state.key || (seesAsOperator(reader) && may(rights, 'set', reader.user, room) === undefined)) return state;
    return { ...state, key: { value: '', seq: state.key.seq } };
  }

  /** Without the text that a member has left who may not speak there. */
  function asShownIn(room: RoomId, member: Member): Member {
    const guard = member.user.away === undefined ? undefined : world.guard(room);
    const present = guard && world.present(member.user.id);
    if (!present || !guard.forbids(present, clock.now())) return member;
    return { ...member, user: { ...member.user, away: withheldText } };
  }

  return {
    channel(reader, name) {
      const { user } = reader;
      const room = seenChannel(user, name);
      if (!room) return 'no-room';
      const { id } = room;
      if (!isMember({ store, shown: hub.shown }, id, user) && rankOf(rights, user, id) === 'outsider')
        return 'not-member';
      return { room: { id, name: states.nameOf(room, hub.shown) }, state: stateFor(reader, id) };
    },
    tellNewName({ user }, refused, name) {
      const renamed = refused === 'no-room' ? renamedSince(rights, membershipsIn(user), name, clock.now()) : undefined;
      return renamed ?? refused;
    },
    channelNamed({ user }, name) {
      const room = seenChannel(user, name);
      return room && { id: room.id, name: states.nameOf(room, hub.shown) };
    },
    members({ user }, name, after, limit) {
      const room = seenChannel(user, name);
      if (!room) return undefined;
      const { items, next } = membersOf(shownAs(), room, after, limit);
      const ignored = store.ignored(user);
      const shownTo = (member: Member): Member => {
        if (member.user.id === user) return member;
        return asShownIn(room.id, { ...member, user: withoutText(member.user, ignored) });
      };
      return { items: items.map(shownTo), next };
    },
    rooms: ({ user }, after, limit) => channelsOf(shownAs(), after, limit, (room) => sees(user, room)),
    memberships: ({ user }) => membershipsIn(user),
    silenced({ user }, channel = wholeServer) {
      const guard = world.guard(channel);
      // Asked for each of the user's rooms.
      const who = guard && (world.present(user) ?? userAway(world, user));
      return who && guard.forbids(who, clock.now());
    },
    hearers(name) {
      const room = shownChannel(name);
      return room ? (hub.audience.hearersOf(room.id)?.count ?? 0) : 0;
    },
  };
}
