import { listNames } from '#chat/moderation-lists.ts';

import { donePart } from '../done-part.ts';
import { refPart } from '../entry-part.ts';
import type { Fields } from '../fields.ts';
import { type ListName, maxLine } from '../protocol.ts';
import type { Rows } from '../talker.ts';
import { maxName } from './names.ts';

/** The longest time of a ban, in seconds: ten years. */
const longest = 315_360_000;

const readList = (fields: Fields): ListName => fields.word('list', ['ban', ...listNames]);

/** Bans, mutes, exceptions, kicks and invitations of rooms and of the server. */
export const moderating: Rows = {
  kick(fields, talker, question) {
    const room = fields.optionalText('room', maxName);
    const user = fields.text('user', maxName);
    const reason = fields.optionalText('reason', maxLine);
    return () => talker.post(question, { kind: 'kicked', user, reason }, donePart, { room, about: user });
  },

  list(fields, talker, question) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    const mask = fields.text('mask', maxName);
    const seconds = fields.optionalCount('seconds', 1, longest);
    const reason = fields.optionalText('reason', maxLine);
    const kick = fields.optionalFlag('kick') ? true : undefined;
    return () => {
      const until = seconds === undefined ? undefined : talker.chat.clock.now() + seconds * 1000;
      talker.post(question, { kind: 'listed', list, mask, until, reason, kick }, donePart, { room, about: mask });
    };
  },

  unlist(fields, talker, question) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    const mask = fields.text('mask', maxName);
    return () => talker.post(question, { kind: 'unlisted', list, mask }, donePart, { room, about: mask });
  },

  masks(fields, talker, question) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    return () =>
      talker.say(
        question,
        () => {
          const found = talker.chat.lists(talker.seat, list, room);
          if (typeof found === 'string') return found;
          return {
            masks: found.map(({ mask, hash, by, at, until, reason }) => ({
              mask: hash === undefined ? mask : `address:${hash}`,
              by: refPart(by),
              at,
              until,
              ...(reason !== '' && { reason }),
            })),
          };
        },
        room,
      );
  },

  'invited-to'(_fields, talker, question) {
    return () =>
      talker.say(question, () => ({
        rooms: talker.chat
          .invitations(talker.seat)
          .map(({ room, by, until }) => ({ room: refPart(room), by: refPart(by), until })),
      }));
  },

  invite(fields, talker, question) {
    const room = fields.text('room', maxName);
    const user = fields.text('user', maxName);
    return () => talker.post(question, { kind: 'invited', user }, donePart, { room, about: user });
  },
};
