import { chatSettingNames } from '#chat/chat-settings.ts';

import { auditRow } from '../audit-row.ts';
import { donePart } from '../done-part.ts';
import type { Rows } from '../talker.ts';
import { maxName, maxReason } from './names.ts';

/** Rows of the audit in one answer, at most and where the client does not say. */
const [maxRows, usualRows] = [200, 50];

/** The server as a whole, for its operators and owners. */
export const serving: Rows = {
  settings(_fields, talker, question) {
    const { chat, seat } = talker;
    return () =>
      talker.say(question, () => {
        if (chat.serverRole(seat) === undefined) return 'not-allowed';
        return { settings: Object.fromEntries(chat.settings().map(({ name, value }) => [name, value])) };
      });
  },

  setting(fields, talker, question) {
    const written = fields.text('name', maxName);
    const value = fields.anyText('value', maxReason);
    const was = fields.optionalText('was', maxReason);
    const name = chatSettingNames.find((each) => each === written);
    return () => {
      if (name === undefined) talker.say(question, () => 'setting-invalid', written);
      else talker.post(question, { kind: 'setting', name, value, was }, donePart, { about: written });
    };
  },

  'server-role'(fields, talker, question) {
    const user = fields.text('user', maxName);
    const role = fields.word('role', ['none', 'operator', 'owner']);
    return () => talker.post(question, { kind: 'serverRole', user, role }, donePart, { about: user });
  },

  audit(fields, talker, question) {
    const after = fields.optionalCount('after');
    const limit = fields.optionalCount('limit', 1, maxRows) ?? usualRows;
    return () =>
      talker.say(question, () => {
        const range = { after: after ?? 0, before: Infinity, limit, first: after !== undefined };
        const found = talker.chat.audit(talker.seat, range);
        if (typeof found === 'string') return found;
        const rows = found.map(auditRow);
        const last = rows.at(-1);
        return { rows, ...(after !== undefined && rows.length === limit && last && { next: last.seq }) };
      });
  },
};
