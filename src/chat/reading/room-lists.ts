import { withoutText } from '#chat/readable/ignoring.ts';
import type { Chat } from '#chat/chat.ts';
import type { Membership, UserId } from '#chat/event.ts';
import { membershipsOf } from './memberships.ts';
import { channelsOf, type Member, membersOf, type Shown } from './shown-lists.ts';
import { visibleRooms, type VisibleRoomsOptions } from './visible-rooms.ts';
import { userAway } from '#chat/order/judge-grant.ts';
import { renamedSince } from '#chat/order/former-names.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import { isMember } from '#chat/readable/readable.ts';
import { rankOf } from '#chat/rights/rights.ts';

type Lists = Pick<
  Chat,
  'channel' | 'tellNewName' | 'channelNamed' | 'members' | 'rooms' | 'memberships' | 'silenced' | 'hearers'
>;

/** What a reader may ask of rooms, as of what was shown. A secret room is found by its members only. */
export function roomListsOf(options: VisibleRoomsOptions): Lists {
  const { world, store, hub, states, clock } = options;
  const { roster } = hub;
  const { rights, sees, shownChannel, seenChannel, stateFor, asShownIn } = visibleRooms(options);

  const membershipsIn = (user: UserId): readonly Membership[] =>
    membershipsOf({ roster, store, shown: hub.shown }, user);

  const shownAs = (): Shown => ({ roster, store, states, shown: hub.shown });

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
      const rules = world.speechRules(channel);
      // Asked for each of the user's rooms.
      const who = rules && (world.present(user) ?? userAway(world, user));
      return who && rules.forbids(who, clock.now());
    },
    hearers(name) {
      const room = shownChannel(name);
      return room ? (hub.audience.hearersOf(room.id)?.count ?? 0) : 0;
    },
  };
}
