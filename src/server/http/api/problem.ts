import type { Millis } from '#chat/event.ts';
import { maxText } from '#chat/limits.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { type About, refusalSentences } from '#dialects/refusals.ts';
import { maxBody } from './body-limit.ts';
import { type ProblemStatus, statusOfRefusal } from './refusal-status.ts';

/** The problems that are not refusals of the chat. */
export type OwnCode =
  | 'bad-body'
  | 'bad-field'
  | 'not-logged-in'
  | 'foreign'
  | 'not-found'
  | 'no-grant'
  | 'method-not-allowed'
  | 'too-large'
  | 'not-json'
  | 'no-host'
  | 'misdirected'
  | 'bad-host'
  | 'too-many-requests';

export type ProblemCode = RefusalCode | OwnCode;

/** Why a request failed (RFC 9457). `code` is for programs, `detail` for people. */
export interface Problem {
  readonly status: ProblemStatus;
  readonly code: ProblemCode;
  readonly detail: string;
  /** The field of the body, the path or the query that is missing or invalid. */
  readonly field?: string;
  /** When a ban or a mute ends, or when something ended. */
  readonly until?: Millis;
  /** The reason given by an operator. */
  readonly reason?: string;
  /** The time, in ms, after which the same request may succeed. */
  readonly wait?: Millis;
  /** The value of the header `Set-Cookie`. */
  readonly cookie?: string;
  /** The room that was not found, by the name in the request. The client is not sent this. */
  readonly notFound?: string;
}

const own: Readonly<Record<OwnCode, readonly [ProblemStatus, string]>> = {
  'bad-body': [400, 'The body is not valid JSON in UTF-8.'],
  'bad-host': [400, 'A request has the header Host once.'],
  'bad-field': [400, 'A field is missing or invalid.'],
  'not-logged-in': [401, 'Log in first: send the header Authorization: Bearer CODE.'],
  foreign: [
    403,
    'A browser may ask this from the page of this server only; a program sends its code in the header Authorization: Bearer CODE.',
  ],
  'not-found': [404, 'There is nothing here. GET /api/v1/openapi.json lists what there is.'],
  'no-grant': [404, 'You have no such device, bot, invitation or webhook.'],
  'method-not-allowed': [405, 'This address takes other methods: see the header Allow.'],
  'too-large': [413, `A body has at most ${maxBody} bytes.`],
  'not-json': [415, 'The body must be JSON: send the header Content-Type: application/json.'],
  'no-host': [400, 'The header Host is missing.'],
  misdirected: [
    421,
    'This server is not known by that name. Use its address, or start it with the option public-url, such as ' +
      "--listen 'http://127.0.0.1:8000?public-url=https://chat.example'.",
  ],
  'too-many-requests': [429, 'Too many requests from your address; try again in a moment.'],
};

const isOwn = (code: ProblemCode): code is OwnCode => Object.hasOwn(own, code);

const sentenceOf = refusalSentences({ 'text-long': `A message has at most ${maxText} bytes of UTF-8.` });

/** `about`: the name in the request. */
export function problemOf(problem: ProblemCode | Refusal, about?: string | About): Problem {
  const refusal = typeof problem === 'string' ? undefined : problem;
  const code = typeof problem === 'string' ? problem : problem.code;
  if (isOwn(code)) {
    const [status, detail] = own[code];
    return { status, code, detail };
  }
  const { until, at, reason } = refusal ?? {};
  const status = statusOfRefusal[code];
  const room = typeof about === 'string' ? about : about?.room;
  return {
    status,
    code,
    detail: sentenceOf(refusal ?? code, about),
    ...(until !== undefined && { until }),
    ...(reason !== undefined && { reason }),
    ...(code === 'no-room' && room !== undefined && { notFound: room }),
    ...(status === 429 && until !== undefined && at !== undefined && { wait: until - at }),
  };
}

/** All codes, with their statuses. */
export const problemCodes: ReadonlyMap<string, ProblemStatus> = new Map<string, ProblemStatus>([
  ...Object.entries(own).map(([code, [status]]) => [code, status] as const),
  ...Object.entries(statusOfRefusal),
]);

/** The number of seconds after which the same request may succeed, if known. */
const retryAfter: { readonly [code in ProblemCode]?: number } = {
  'too-many-requests': 1,
  'too-fast': 1,
  'search-busy': 1,
  locked: 1,
  'disk-full': 60,
  'quota-used': 600,
  'too-many-registrations': 600,
};

/** The body, and the headers that go with it. */
export function problemAnswer({ status, code, detail, field, until, reason, wait }: Problem): {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const seconds = wait === undefined ? retryAfter[code] : Math.ceil(wait / 1000);
  return {
    body: `${JSON.stringify({ type: 'about:blank', title: titleOf(code), status, code, detail, field, until, reason })}\n`,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="polylogue"' }),
      ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
      // The rest of the body is not read.
      ...(code === 'too-large' && { Connection: 'close' }),
    },
  };
}

/** `Name taken`, of `name-taken`. */
const titleOf = (code: string): string =>
  code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ').replace('json', 'JSON');
