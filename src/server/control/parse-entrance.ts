import type { Entrance } from '#server/join-commands.ts';

/** Undefined if it is not an entrance as a server sends it. */
export function parseEntrance(value: unknown): Entrance | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { dialect, url, host, port, certificate, note }: Fields = value;
  if (typeof dialect !== 'string' || typeof url !== 'string' || typeof host !== 'string') return undefined;
  if (typeof port !== 'number' || !isTextOrNothing(certificate) || !isTextOrNothing(note)) return undefined;
  return { dialect, url, host, port, certificate, note };
}

type Fields = { readonly [field in keyof Entrance]?: unknown };

const isTextOrNothing = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
