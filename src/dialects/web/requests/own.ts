import { donePart } from '../done-part.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName, maxReason } from './names.ts';

/** Requests about the user alone. */
export const own: Rows = {
  read(fields, session, request) {
    const room = fields.text('room', maxName);
    const upto = fields.count('upto');
    const back = fields.optionalFlag('back') ? true : undefined;
    return () =>
      session.post(
        request,
        { kind: 'read', upto, back },
        () => {
          const now = session.chat.unreadOf(session.seat, room);
          if (typeof now === 'string') return { room: { id: 0, name: room }, unread: 0, mentions: 0 };
          const { id, name } = now.room;
          return { room: { id, name }, unread: now.unread, mentions: now.mentions };
        },
        { room, about: room },
      );
  },

  received(fields, session, request) {
    const upto = fields.count('upto');
    return () => session.post(request, { kind: 'delivered', upto }, () => ({}));
  },

  level(fields, session, request) {
    const room = fields.text('room', maxName);
    const level = fields.word('level', ['all', 'mentions', 'nothing']);
    return () => session.post(request, { kind: 'level', level }, donePart, { room, about: room });
  },

  ignore(fields, session, request) {
    const name = fields.text('user', maxName);
    const on = fields.flag('on');
    return () => session.post(request, { kind: 'ignored', name, on }, donePart, { about: name });
  },

  away(fields, session, request) {
    const text = fields.anyText('text', maxReason);
    return () => session.post(request, { kind: 'away', text }, donePart);
  },

  idle(fields, session, request) {
    const on = fields.flag('on');
    return () =>
      session.say(request, () => {
        session.chat.idle(session.seat, on);
        return {};
      });
  },
};
