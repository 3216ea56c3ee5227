import type { CodeRecord } from '#server/control/codes.ts';
import { minuteOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';
import { answered, hasFields } from './json-line.ts';

/** Parses the server's answer. Throws `CommandError`. */
const isCode = (value: unknown): value is CodeRecord => hasFields(value, 'id', 'purpose', 'uses', 'until', 'at', 'by');

export const codeOf: (value: unknown) => CodeRecord = answered(isCode);

/** The purpose of a code: `to register`, `to join #tea`, or for whom an invitation is. */
function purposeText({ purpose, room = '', account = '', person = '' }: CodeRecord): string {
  if (purpose === 'invite-person') return visible(`${person} to join ${room}`);
  if (purpose === 'invite-server') return 'to register';
  if (purpose === 'owner') return 'to become the owner';
  return visible(purpose === 'invite-room' ? `to join ${room}` : `for a new password of ${account}`);
}

/** `once, until 2026-12-05 19:20`. */
export function limitText({ uses, until }: CodeRecord): string {
  const times = uses === 1 ? 'once' : `${uses} times`;
  return `${times}, ${until === null ? 'without an end' : `until ${minuteOf(Date.parse(until))}`}`;
}

/** `17 to join #tea 5 times, until 2026-12-05 19:20 made 2026-11-28 19:20 by alice`. */
export const codeCells = (code: CodeRecord): readonly string[] => [
  String(code.id),
  purposeText(code),
  limitText(code),
  `made ${minuteOf(Date.parse(code.at))} by ${visible(code.by ?? 'the server')}`,
];
