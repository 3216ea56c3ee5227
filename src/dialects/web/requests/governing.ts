import { isRoomSetting } from '#chat/room-settings.ts';

import { donePart } from '../done-part.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../talker.ts';
import { maxName, maxReason } from './names.ts';

/** Topics, settings and roles of rooms. */
export const governing: Rows = {
  topic(fields, talker, question) {
    const room = fields.text('room', maxName);
    const text = fields.anyText('text', maxLine);
    return () => talker.post(question, { kind: 'topic', text }, donePart, { room, about: room });
  },

  role(fields, talker, question) {
    const room = fields.text('room', maxName);
    const user = fields.text('user', maxName);
    const role = fields.word('role', ['member', 'voice', 'operator', 'owner']);
    return () => talker.post(question, { kind: 'role', user, role }, donePart, { room, about: user });
  },

  set(fields, talker, question) {
    const room = fields.text('room', maxName);
    const written = fields.text('name', maxName);
    const value = fields.anyText('value', maxReason);
    return () => {
      if (isRoomSetting(written)) {
        talker.post(question, { kind: 'set', name: written, value }, donePart, { room, about: room });
      } else talker.say(question, () => 'setting-invalid', written);
    };
  },

  'name-room'(fields, talker, question) {
    const room = fields.text('room', maxName);
    const name = fields.text('name', maxName);
    return () => talker.post(question, { kind: 'roomNamed', name }, donePart, { room, about: name });
  },

  close(fields, talker, question) {
    const room = fields.text('room', maxName);
    const reason = fields.optionalText('reason', maxLine);
    return () => talker.post(question, { kind: 'closed', reason }, donePart, { room, about: room });
  },
};
