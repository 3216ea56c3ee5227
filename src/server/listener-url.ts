import type { Dialect } from '#dialects/dialect.ts';

/** A listener: where links are accepted, and which dialect is spoken on them. */
export interface ListenerUrl {
  readonly dialect: Dialect;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export const loopback = '127.0.0.1';

/** `nick://127.0.0.1:43221`; host and port may be left out. A string is a sentence that says what is wrong. */
export function parseListenerUrl(text: string, dialects: readonly Dialect[]): ListenerUrl | string {
  const form = `A listener looks like nick://127.0.0.1:43221; ${JSON.stringify(text)} does not.`;
  const [, scheme, bracketed, bare, digits] =
    /^([a-z][a-z0-9+]*):\/\/(?:\[([0-9a-fA-F:.]+)\]|([^:/[\]]*))(?::([0-9]{1,5}))?\/?$/.exec(text) ?? [];
  if (scheme === undefined) return form;
  const dialect = dialects.find(({ name }) => name === scheme);
  if (!dialect) return `No dialect is called "${scheme}". There is: ${dialects.map(({ name }) => name).join(', ')}.`;
  const port = digits === undefined ? dialect.port : Number(digits);
  if (port > 65_535) return `${port} is no port: the highest is 65535.`;
  return { dialect, host: bracketed ?? (bare || loopback), port };
}

export function formatListenerUrl(dialect: Dialect, host: string, port: number): string {
  return `${dialect.name}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Only this machine reaches it. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
