import { withheldText } from '#text/away-note.ts';
import type { RoomId, UserId } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Member } from './shown-lists.ts';
import type { ShownRooms } from './shown-rooms.ts';
import type { World } from '#chat/order/world.ts';
import type { Clock, RoomRow, Store } from '#chat/ports.ts';
import { type Reader, seesAsOperator } from '#chat/readable/reader.ts';
import { may, type RightsWorld } from '#chat/rights/rights.ts';
import type { RoomState } from '#chat/settings/room-state.ts';

export interface VisibleRoomsOptions {
  readonly world: World;
  readonly store: Store;
  readonly hub: Pick<Hub, 'roster' | 'shown' | 'audience'>;
  readonly states: ShownRooms;
  readonly clock: Pick<Clock, 'now'>;
}

/** What a user may see of rooms, as of what was shown. */
export interface VisibleRooms {
  readonly rights: RightsWorld;
  sees(user: UserId, room: RoomId): boolean;
  /** A channel by name. One that was made in a batch that is not shown yet does not exist yet. */
  shownChannel(name: string): RoomRow | undefined;
  /** Undefined where the room does not exist, or is secret to the user: both are answered alike. */
  seenChannel(user: UserId, name: string): RoomRow | undefined;
  /** Without the key of the room, unless the user may change it. */
  stateFor(reader: Reader, room: RoomId): RoomState;
  /** Without the text that a member has left who may not speak there. */
  asShownIn(room: RoomId, member: Member): Member;
}

export function visibleRooms({ world, store, hub, states, clock }: VisibleRoomsOptions): VisibleRooms {
  const rights: RightsWorld = {
    account: (id) => store.account(id),
    ownersAndOperators: (room) => store.ownersAndOperators(room),
    role: (room, user) => hub.roster.roleOf(room, user) ?? world.role(room, user),
    roomState: (room) => states.get(room, hub.shown),
  };

  const sees = (user: UserId, room: RoomId): boolean => may(rights, 'see-room', user, room) === undefined;

  function shownChannel(name: string): RoomRow | undefined {
    const room = world.channel(name);
    return room && room.id <= hub.shown ? room : undefined;
  }

  return {
    rights,
    sees,
    shownChannel,
    seenChannel(user, name) {
      const room = shownChannel(name);
      return room && sees(user, room.id) ? room : undefined;
    },
    stateFor(reader, room) {
      const { former: _, ...state } = rights.roomState(room);
      if (!state.key || (seesAsOperator(reader) && may(rights, 'set', reader.user, room) === undefined)) return state;
      return { ...state, key: { value: '', seq: state.key.seq } };
    },
    asShownIn(room, member) {
      const rules = member.user.away === undefined ? undefined : world.speechRules(room);
      const present = rules && world.present(member.user.id);
      if (!present || !rules.forbids(present, clock.now())) return member;
      return { ...member, user: { ...member.user, away: withheldText } };
    },
  };
}
