import { donePart } from '../done-part.ts';
import { userPart } from '../entry-part.ts';
import { bareRoom, listedPart, memberPart, roomPart } from '../room-part.ts';
import type { Rows } from '../talker.ts';
import { maxName, maxReason } from './names.ts';
import { mayAsk } from './needed-scopes.ts';

/** Rooms or members in one answer. */
const pageSize = 100;
/** Users in one answer to `online`. */
const maxOnline = 1000;

/** Lists of rooms and of their members; joining and leaving. */
export const rooms: Rows = {
  join(fields, talker, question) {
    const room = fields.text('room', maxName);
    const [key, code] = [fields.optionalText('key', maxName), fields.optionalText('code', maxName)];
    return () =>
      talker.enter(
        question,
        (done) => {
          const part = donePart(done);
          const { seat } = talker;
          const state = mayAsk(seat.scopes, 'room') ? roomPart(talker, part.room?.name ?? room) : 'out-of-scope';
          return { ...part, state: typeof state === 'string' ? bareRoom(part.room ?? { id: 0, name: room }) : state };
        },
        { room, secret: code ?? key },
      );
  },

  leave(fields, talker, question) {
    const room = fields.text('room', maxName);
    const reason = fields.optionalText('reason', maxReason);
    return () => talker.post(question, { kind: 'left', reason }, donePart, { room, about: room });
  },

  room(fields, talker, question) {
    const room = fields.text('room', maxName);
    return () =>
      talker.say(
        question,
        () => {
          const state = roomPart(talker, room);
          return typeof state === 'string' ? state : { state };
        },
        room,
      );
  },

  rooms(fields, talker, question) {
    const after = fields.optionalCount('after') ?? 0;
    const { chat, seat } = talker;
    return () =>
      talker.say(question, () => {
        const joined = new Set(chat.memberships(seat).map(({ id }) => id));
        const { items, next } = chat.rooms(seat, after, pageSize);
        return {
          rooms: items.map((item) => listedPart(talker, item, joined)),
          ...(next !== undefined && { next }),
        };
      });
  },

  members(fields, talker, question) {
    const room = fields.text('room', maxName);
    const after = fields.optionalCount('after') ?? 0;
    const { chat, seat } = talker;
    return () =>
      talker.say(
        question,
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

  online(_fields, talker, question) {
    return () => talker.say(question, () => ({ users: talker.chat.online(maxOnline, talker.seat).map(userPart) }));
  },
};
