import type { Entry } from '#chat/event.ts';
import { whatWasDone } from '#text/audit-words.ts';

import { refPart, userPart } from './entry-part.ts';
import type { AuditRow } from './protocol/values.ts';

/** An entry of the audit, in words and as it is. */
export function auditRow({ seq, at, from, room, event }: Entry): AuditRow {
  const { kind, ...fields } = event;
  const text = `${from.name} ${whatWasDone(event, room?.name ?? '') ?? kind}`;
  return { seq, at, from: userPart(from), ...(room && { room: refPart(room) }), kind, text, fields };
}
