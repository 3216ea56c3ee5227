import type { JoinableListener } from '#server/join-commands.ts';

/** Undefined if it is not a listener as a server describes it. */
export function parseJoinable(value: unknown): JoinableListener | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { dialect, url, host, port, certificate, page, note }: Fields = value;
  if (typeof dialect !== 'string' || typeof url !== 'string' || typeof host !== 'string') return undefined;
  if (typeof port !== 'number' || !isTextOrNothing(certificate)) return undefined;
  if (!isTextOrNothing(page) || !isTextOrNothing(note)) return undefined;
  return { dialect, url, host, port, certificate, page, note };
}

type Fields = { readonly [field in keyof JoinableListener]?: unknown };

const isTextOrNothing = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
