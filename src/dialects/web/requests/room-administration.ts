import { isRoomSetting } from '#chat/settings/room-settings.ts';

import { donePart } from '../done-part.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName, maxReason } from './names.ts';

/** Topics, settings and roles of rooms. */
export const roomAdministration: Rows = {
  topic(fields, session, request) {
    const room = fields.text('room', maxName);
    const text = fields.anyText('text', maxLine);
    return () => session.post(request, { kind: 'topic', text }, donePart, { room, about: room });
  },

  role(fields, session, request) {
    const room = fields.text('room', maxName);
    const user = fields.text('user', maxName);
    const role = fields.word('role', ['member', 'voice', 'operator', 'owner']);
    return () => session.post(request, { kind: 'role', user, role }, donePart, { room, about: user });
  },

  set(fields, session, request) {
    const room = fields.text('room', maxName);
    const written = fields.text('name', maxName);
    const value = fields.anyText('value', maxReason);
    return () => {
      if (isRoomSetting(written)) {
        session.post(request, { kind: 'set', name: written, value }, donePart, { room, about: room });
      } else session.say(request, () => 'setting-invalid', written);
    };
  },

  'name-room'(fields, session, request) {
    const room = fields.text('room', maxName);
    const name = fields.text('name', maxName);
    return () => session.post(request, { kind: 'roomNamed', name }, donePart, { room, about: name });
  },

  close(fields, session, request) {
    const room = fields.text('room', maxName);
    const reason = fields.optionalText('reason', maxLine);
    return () => session.post(request, { kind: 'closed', reason }, donePart, { room, about: room });
  },
};
