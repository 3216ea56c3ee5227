import { donePart } from '../done-part.ts';
import { userPart } from '../entry-part.ts';
import { bareRoom, listedPart, memberPart, roomPart } from '../room-part.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName, maxReason } from './names.ts';
import { mayAsk } from './needed-scopes.ts';

/** Rooms or members in one answer. */
const pageSize = 100;
/** Users in one answer to `online`. */
const maxOnline = 1000;

/** Lists of rooms and of their members; joining and leaving. */
export const rooms: Rows = {
  join(fields, session, request) {
    const room = fields.text('room', maxName);
    const [key, code] = [fields.optionalText('key', maxName), fields.optionalText('code', maxName)];
    return () =>
      session.enter(
        request,
        (done) => {
          const part = donePart(done);
          const { seat } = session;
          const state = mayAsk(seat.scopes, 'room') ? roomPart(session, part.room?.name ?? room) : 'out-of-scope';
          return { ...part, state: typeof state === 'string' ? bareRoom(part.room ?? { id: 0, name: room }) : state };
        },
        { room, secret: code ?? key },
      );
  },

  leave(fields, session, request) {
    const room = fields.text('room', maxName);
    const reason = fields.optionalText('reason', maxReason);
    return () => session.post(request, { kind: 'left', reason }, donePart, { room, about: room });
  },

  room(fields, session, request) {
    const room = fields.text('room', maxName);
    return () =>
      session.say(
        request,
        () => {
          const state = roomPart(session, room);
          return typeof state === 'string' ? state : { state };
        },
        room,
      );
  },

  rooms(fields, session, request) {
    const after = fields.optionalCount('after') ?? 0;
    const { chat, seat } = session;
    return () =>
      session.say(request, () => {
        const joined = new Set(chat.memberships(seat).map(({ id }) => id));
        const { items, next } = chat.rooms(seat, after, pageSize);
        return {
          rooms: items.map((item) => listedPart(session, item, joined)),
          ...(next !== undefined && { next }),
        };
      });
  },

  members(fields, session, request) {
    const room = fields.text('room', maxName);
    const after = fields.optionalCount('after') ?? 0;
    const { chat, seat } = session;
    return () =>
      session.say(
        request,
        () => {
          const channel = chat.channel(seat, room);
          if (typeof channel === 'string') return channel;
          const found = chat.members(seat, room, after, pageSize);
          if (!found) return 'no-room';
          const { id, name } = channel.room;
          const members = found.items.map(memberPart);
          return { room: { id, name }, members, ...(found.next !== undefined && { next: found.next }) };
        },
        room,
      );
  },

  online(_fields, session, request) {
    return () => session.say(request, () => ({ users: session.chat.online(maxOnline, session.seat).map(userPart) }));
  },
};
