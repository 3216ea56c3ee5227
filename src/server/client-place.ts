import type { Dialect } from '#dialects/dialect.ts';
import { UsageError } from './command.ts';
import { quoted } from './command-line.ts';
import { loopback } from './listener-url.ts';

/** The server to which a client connects. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** `nick://HOST:PORT`, as a server prints it. The scheme, the brackets of an IPv6 address and the port are optional. */
const form = /^(?:([a-z]+):\/\/)?(?:\[([0-9a-fA-F:.]+(?:%[^\]]+)?)\]|([^:[\]/]*))(?::([^:/]*))?\/?$/;

/** `HOST`, `HOST PORT` and `HOST:PORT`; an IPv6 address may be in brackets. Throws `UsageError`. */
export function readPlace(dialect: Dialect, [first = loopback, second]: readonly (string | undefined)[]): Place {
  if (first === '') throw new UsageError('HOST is empty.');
  if (/^\d+$/.test(first)) {
    const meant = second === undefined ? `${loopback} ${first}` : `${second} ${first}`;
    throw new UsageError(`${first} is not a host. Did you mean: polylogue ${dialect.name} client ${meant}`);
  }
  const { scheme, host, port } = taken(first);
  if (scheme !== undefined && scheme !== dialect.name) {
    throw new UsageError(`${quoted(first)} is not an address of ${dialect.name}.`);
  }
  if (port !== undefined && second !== undefined && port !== second) {
    throw new UsageError(`There are two ports: ${quoted(port)} after the host, and ${quoted(second)}.`);
  }
  return { host: host || loopback, port: readPort(port ?? second ?? String(dialect.port)) };
}

function taken(text: string): {
  readonly scheme?: string | undefined;
  readonly host: string;
  readonly port?: string | undefined;
} {
  const [whole, scheme, bracketed, bare, port] = form.exec(text) ?? [];
  // An IPv6 address without brackets contains no port.
  if (whole === undefined) return { host: text };
  return { scheme, host: bracketed ?? bare ?? '', port };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`${quoted(text)} is not a valid port (1–65535).`);
  return port;
}
