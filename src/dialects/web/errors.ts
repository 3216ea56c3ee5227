import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { Frame } from '#text/frames.ts';

import { type About, refusalSentences } from '../refusals.ts';
import { errorFrame } from './codec.ts';
import { type ErrorCode, maxLine, maxText, type Ref } from './protocol.ts';

/** The errors that are not refusals of the chat. */
type OwnCode = Exclude<ErrorCode, RefusalCode>;

const sentences: Readonly<Record<OwnCode, string>> = {
  malformed: 'A line must be a JSON object with a type, and a request needs a ref.',
  'too-long': `A line has at most ${maxLine} bytes. The rest of it was dropped.`,
  'unknown-type': 'There is no such request.',
  'bad-field': 'A field is missing or invalid.',
  'no-entry': 'There is no such message.',
  'session-gone': 'That session is over. Log in again.',
  'too-many': 'Too many of these are open. Close one first.',
};

/** Their codes, which are no refusals of the chat. */
export const ownCodes: readonly string[] = Object.keys(sentences);

/** What may succeed when it is asked again later. */
const temporary: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'disk-full',
  'locked',
  'quota-used',
  'mailbox-full',
  'too-many-registrations',
  'slow-mode',
]);

const sentenceOf = refusalSentences({ 'text-long': `Too long: a message has at most ${maxText} bytes of UTF-8.` });
const isOwn = (code: ErrorCode): code is OwnCode => Object.hasOwn(sentences, code);

/** `about`: what the client named. `sentence`: in place of the usual one. */
export function errorOf(
  error: ErrorCode | Refusal,
  ref: Ref | undefined,
  more: { about?: string | About; field?: string; sentence?: string | undefined } = {},
): Frame {
  const { about, field, sentence } = more;
  const refusal: Partial<Refusal> = typeof error === 'string' ? {} : error;
  const code = typeof error === 'string' ? error : error.code;
  const { until, reason, room } = refusal;
  return errorFrame({
    ...(ref !== undefined && { ref }),
    code,
    message: sentence ?? (isOwn(code) ? sentences[code] : sentenceOf({ ...refusal, code }, about)),
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    ...(room !== undefined && { room }),
    ...(field !== undefined && { field }),
    ...(temporary.has(code) && { retry: true }),
  });
}
