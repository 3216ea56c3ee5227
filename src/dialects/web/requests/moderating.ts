import { listNames } from '#chat/rights/moderation-lists.ts';

import { donePart } from '../done-part.ts';
import { refPart } from '../entry-part.ts';
import type { Fields } from '../fields.ts';
import { type ListName, maxLine } from '../protocol.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName } from './names.ts';

/** The longest time of a ban, in seconds: ten years. */
const longest = 315_360_000;

const readList = (fields: Fields): ListName => fields.word('list', ['ban', ...listNames]);

/** Bans, mutes, exceptions, kicks and invitations of rooms and of the server. */
export const moderating: Rows = {
  kick(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const user = fields.text('user', maxName);
    const reason = fields.optionalText('reason', maxLine);
    return () => session.post(request, { kind: 'kicked', user, reason }, donePart, { room, about: user });
  },

  list(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    const mask = fields.text('mask', maxName);
    const seconds = fields.optionalCount('seconds', 1, longest);
    const reason = fields.optionalText('reason', maxLine);
    const kick = fields.optionalFlag('kick') ? true : undefined;
    return () => {
      const until = seconds === undefined ? undefined : session.chat.clock.now() + seconds * 1000;
      session.post(request, { kind: 'listed', list, mask, until, reason, kick }, donePart, { room, about: mask });
    };
  },

  unlist(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    const mask = fields.text('mask', maxName);
    return () => session.post(request, { kind: 'unlisted', list, mask }, donePart, { room, about: mask });
  },

  masks(fields, session, request) {
    const room = fields.optionalText('room', maxName);
    const list = readList(fields);
    return () =>
      session.say(
        request,
        () => {
          const found = session.chat.lists(session.seat, list, room);
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

  'invited-to'(_fields, session, request) {
    return () =>
      session.say(request, () => ({
        rooms: session.chat
          .invitations(session.seat)
          .map(({ room, by, until }) => ({ room: refPart(room), by: refPart(by), until })),
      }));
  },

  invite(fields, session, request) {
    const room = fields.text('room', maxName);
    const user = fields.text('user', maxName);
    return () => session.post(request, { kind: 'invited', user }, donePart, { room, about: user });
  },
};
