import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalCode } from '#chat/refusal.ts';
import { refusalSentences } from '#dialects/refusals.ts';
import { securityHeaders } from '#server/http/security-headers.ts';

/** Why a request failed (RFC 9457). `code` is for programs, `detail` for people. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly detail: string;
}

const sentenceOf = refusalSentences({});

/** The statuses that say more than that the request cannot be done. */
const statuses: { readonly [code in RefusalCode]?: ContentfulStatusCode } = {
  'password-wrong': 401,
  'credential-stale': 401,
  'not-allowed': 403,
  'token-invalid': 403,
  'server-banned': 403,
  'no-room': 404,
  'no-user': 404,
  'no-message': 404,
  'name-taken': 409,
  'name-registered': 409,
  'quota-used': 429,
  'too-many-registrations': 429,
  'disk-full': 503,
  locked: 503,
  unavailable: 503,
  internal: 500,
};

/** A refusal of the chat. `about`: the name it is about. */
export const problemOf = (code: RefusalCode, about?: string): Problem => ({
  status: statuses[code] ?? 422,
  code,
  detail: sentenceOf(code, about),
});

export function answerProblem(context: Context, { status, code, detail }: Problem): Response {
  const body = JSON.stringify({ type: 'about:blank', title: titleOf(code), status, code, detail });
  return context.body(body, status, { ...securityHeaders, 'Content-Type': 'application/problem+json' });
}

/** `Name taken`, of `name-taken`. */
const titleOf = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
