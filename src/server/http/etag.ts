import { createHash } from 'node:crypto';

/** The strong entity tag of a body that does not change while it has these bytes (RFC 9110, 8.8.3). */
export const etagOf = (bytes: Uint8Array): string =>
  `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;

/** Whether a client that sent this header has the body with that tag: `*`, or a list of tags, weak or strong (RFC 9110, 13.1.2). */
export const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag));
