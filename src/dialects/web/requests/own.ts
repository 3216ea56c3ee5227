import { donePart } from '../done-part.ts';
import type { Rows } from '../talker.ts';
import { maxName, maxReason } from './names.ts';

/** Requests about the user alone. */
export const own: Rows = {
  read(fields, talker, question) {
    const room = fields.text('room', maxName);
    const upto = fields.count('upto');
    const back = fields.optionalFlag('back') ? true : undefined;
    return () =>
      talker.post(
        question,
        { kind: 'read', upto, back },
        () => {
          const now = talker.chat.unreadOf(talker.seat, room);
          if (typeof now === 'string') return { room: { id: 0, name: room }, unread: 0, mentions: 0 };
          const { id, name } = now.room;
          return { room: { id, name }, unread: now.unread, mentions: now.mentions };
        },
        { room, about: room },
      );
  },

  received(fields, talker, question) {
    const upto = fields.count('upto');
    return () => talker.post(question, { kind: 'delivered', upto }, () => ({}));
  },

  level(fields, talker, question) {
    const room = fields.text('room', maxName);
    const level = fields.word('level', ['all', 'mentions', 'nothing']);
    return () => talker.post(question, { kind: 'level', level }, donePart, { room, about: room });
  },

  ignore(fields, talker, question) {
    const name = fields.text('user', maxName);
    const on = fields.flag('on');
    return () => talker.post(question, { kind: 'ignored', name, on }, donePart, { about: name });
  },

  away(fields, talker, question) {
    const text = fields.anyText('text', maxReason);
    return () => talker.post(question, { kind: 'away', text }, donePart);
  },

  idle(fields, talker, question) {
    const on = fields.flag('on');
    return () =>
      talker.say(question, () => {
        talker.chat.idle(talker.seat, on);
        return {};
      });
  },
};
