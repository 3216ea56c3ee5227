import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { visible } from '#text/visible.ts';
import { runClient } from '#client/client.ts';
import { type Dialect, OptionError } from '#dialects/dialect.ts';
import type { Link } from '#link/link.ts';
import { type Transport, transports } from '#link/transports.ts';
import { createConsole } from '#term/console.ts';
import { carriersOf } from './carrier-listener.ts';
import { type Command, type Given, textOf, UsageError } from './command.ts';
import { flagsOf, givenOf } from './dialect-options.ts';
import { loopback } from './listener-url.ts';
import { readPlace } from './client-place.ts';
import type { Stdio } from './stdio.ts';
import { systemClock } from './system-clock.ts';

/** Whether the dialect has a client for people. */
export const hasClient = ({ client }: Dialect): boolean => client !== undefined;

/** `polylogue <dialect> client`. */
export function clientCommand(dialect: Dialect): Command {
  const name = `${dialect.name} client`;
  const encrypted = encryptedOf(dialect);
  return {
    name,
    args: '[HOST [PORT]]',
    count: [0, 2],
    summary: `chat over ${dialect.name}, on a terminal or through a pipe`,
    about: `Connects to ${loopback}, port ${dialect.port}, unless told otherwise. HOST:PORT in one word is understood, too.
${dialect.clientHelp ?? ''}

A password is never an argument of the command. Ctrl-C and the end of input (Ctrl-D, on an empty line) leave.`,
    options: {
      name: { value: 'NAME', help: 'use this name without being asked for one' },
      reconnect: { help: 'reconnect when the server has stopped or disappeared' },
      times: { help: 'show the time before each line' },
      ...(encrypted && {
        cert: { value: 'FILE', help: `connect over ${encrypted.title}, and trust this certificate and no other` },
      }),
      ...flagsOf(dialect.clientOptions),
    },
    aliases: dialect.aliases?.client,
    examples: [`polylogue ${name}`, `polylogue ${name} chat.example ${dialect.port} --name alice --reconnect`],
    run: (given, stdio) =>
      converse(dialect, stdio, {
        ...readClientOptions(dialect, given),
        cert: textOf(given.values, 'cert'),
        options: givenOf(dialect.clientOptions, given),
      }),
  };
}

interface ClientArguments {
  readonly host: string;
  readonly port: number;
  readonly reconnect: boolean;
  readonly times: boolean;
  readonly name?: string | undefined;
  /** The file with the certificate to trust. */
  readonly cert?: string | undefined;
  readonly options?: Readonly<Record<string, string>>;
}

/** Throws `UsageError`. */
export function readClientOptions(dialect: Dialect, { values, positionals }: Given): ClientArguments {
  const given = textOf(values, 'name');
  const name = given === undefined ? undefined : readName(given);
  return {
    ...readPlace(dialect, positionals),
    reconnect: values['reconnect'] === true,
    times: values['times'] === true,
    name,
  };
}

/**
 * Removes a byte order mark from the first word of a file. The error does not repeat an invalid word, because it may be
 * a password.
 */
function readName(given: string): string {
  const name = given.replace(/^\ufeff/, '');
  if (name === '') throw new UsageError('--name is empty.');
  if (!/\s/u.test(name)) return name;
  throw new UsageError('A name cannot contain spaces, and a password is never an argument.');
}

/** Connects a client that was given a certificate. */
function encryptedOf(dialect: Dialect): (Transport & { readonly alpn: string | undefined }) | undefined {
  const carrier = carriersOf(dialect).find(({ transport }) => transports[transport].encrypted);
  return carrier && { ...transports[carrier.transport], alpn: carrier.alpn };
}

/** Uses encryption if a certificate is given. Throws `UsageError`. */
function connectorOf(dialect: Dialect, { host, port, cert }: ClientArguments): () => Promise<Link> {
  const encrypted = encryptedOf(dialect);
  if (!encrypted || cert === undefined) return () => transports.tcp.connect({ host, port });
  const { alpn } = encrypted;
  const ca = readCertificate(cert);
  return () => encrypted.connect({ host, port, ca, alpn });
}

function readCertificate(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    // Only checks that it is a certificate.
    void new X509Certificate(text);
    return text;
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'is not there'
        : 'holds no certificate in PEM';
    throw new UsageError(`${visible(file)} ${why}.`);
  }
}

async function converse(dialect: Dialect, stdio: Stdio, options: ClientArguments): Promise<number> {
  const connect = connectorOf(dialect, options);
  const console = createConsole(stdio.stdin, stdio.stdout);
  try {
    return await runClient(dialect, { ...options, console, clock: systemClock, connect });
  } catch (error) {
    throw error instanceof OptionError ? new UsageError(error.message) : error;
  } finally {
    console.close();
  }
}
