import type { Dialect } from '#dialects/dialect.ts';
import type { TransportName } from '#link/transports.ts';
import type { Faults } from '#link/faults/faults.ts';
import { quoted } from './command-line.ts';
import { dialectNamed } from './find-dialect.ts';
import { type Policy, readQuery } from './listener-policy.ts';

/** A listener: its address, and the dialect spoken there. */
export interface ListenerUrl {
  readonly dialect: Dialect;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Unique among the listeners, and equal on all nodes; see `nameOf`. */
  readonly name?: string;
  /** Rules of this listener only. */
  readonly policy: Policy;
  /** Options of the dialect, by key. */
  readonly options: Readonly<Record<string, string>>;
  /** Network faults to simulate there. */
  readonly faults?: Faults;
}

export const loopback = '127.0.0.1';

const form = /^([a-z][a-z0-9+]*):\/\/(?:\[([0-9a-fA-F:.]+)\]|([^:/?[\]]*))(?::([0-9]{1,5}))?\/?(?:\?(.*))?$/;

/** `nick://127.0.0.1:43221?guests=no`; everything after the scheme is optional. A string is an error sentence. */
export function parseListenerUrl(text: string, dialects: readonly Dialect[]): ListenerUrl | string {
  const [, scheme, bracketed, bare, digits, query = ''] = form.exec(text) ?? [];
  if (scheme === undefined) return `A listener looks like nick://127.0.0.1:43221; ${quoted(text)} does not.`;
  const dialect = (scheme === 'http' && overHttp(dialects)) || dialectNamed(scheme, dialects);
  if (typeof dialect === 'string') return dialect;
  const port = digits === undefined ? dialect.port : Number(digits);
  if (port > 65_535) return `${port} is not a valid port (0–65535).`;
  const said = readQuery(query, dialect);
  return typeof said === 'string' ? said : { dialect, host: bracketed ?? (bare || loopback), port, ...said };
}

/** The name given to a listener, or its dialect and configured port: `nick:43221`. */
export const nameOf = ({ name, dialect, port }: Pick<ListenerUrl, 'name' | 'dialect' | 'port'>): string =>
  name ?? `${dialect.name}:${port}`;

/** A dialect over HTTP uses the scheme `http`. */
const schemeOf = ({ name }: Dialect, transport: TransportName): string =>
  transport === 'tcp' ? name : transport === 'http' ? 'http' : `${name}+${transport}`;

const overHttp = (dialects: readonly Dialect[]): Dialect | undefined =>
  dialects.find(({ carriers }) => carriers?.[0]?.transport === 'http');

/** `nick://127.0.0.1:43221`; with a transport other than TCP, `pdu+quic://127.0.0.1:55667`. */
export function formatListenerUrl(
  dialect: Dialect,
  host: string,
  port: number,
  transport: TransportName = 'tcp',
): string {
  const scheme = schemeOf(dialect, transport);
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether only this machine can connect to it. */
export const isLoopback = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){1,3}$/.test(host);
