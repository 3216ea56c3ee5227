import { chatSettingNames } from '#chat/settings/chat-settings.ts';

import { auditRow } from '../audit-row.ts';
import { donePart } from '../done-part.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName, maxReason } from './names.ts';

/** Rows of the audit in one answer, at most and where the client does not say. */
const [maxRows, usualRows] = [200, 50];

/** The server as a whole, for its operators and owners. */
export const serving: Rows = {
  settings(_fields, session, request) {
    const { chat, seat } = session;
    return () =>
      session.say(request, () => {
        if (chat.serverRole(seat) === undefined) return 'not-allowed';
        return { settings: Object.fromEntries(chat.settings().map(({ name, value }) => [name, value])) };
      });
  },

  setting(fields, session, request) {
    const written = fields.text('name', maxName);
    const value = fields.anyText('value', maxReason);
    const was = fields.optionalText('was', maxReason);
    const name = chatSettingNames.find((each) => each === written);
    return () => {
      if (name === undefined) session.say(request, () => 'setting-invalid', written);
      else session.post(request, { kind: 'setting', name, value, was }, donePart, { about: written });
    };
  },

  'server-role'(fields, session, request) {
    const user = fields.text('user', maxName);
    const role = fields.word('role', ['none', 'operator', 'owner']);
    return () => session.post(request, { kind: 'serverRole', user, role }, donePart, { about: user });
  },

  audit(fields, session, request) {
    const after = fields.optionalCount('after');
    const limit = fields.optionalCount('limit', 1, maxRows) ?? usualRows;
    return () =>
      session.say(request, () => {
        const range = { after: after ?? 0, before: Infinity, limit, first: after !== undefined };
        const found = session.chat.audit(session.seat, range);
        if (typeof found === 'string') return found;
        const rows = found.map(auditRow);
        const last = rows.at(-1);
        return { rows, ...(after !== undefined && rows.length === limit && last && { next: last.seq }) };
      });
  },
};
