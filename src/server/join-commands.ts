import { isAbsolute, relative, resolve } from 'node:path';
import type { Dialect } from '#dialects/dialect.ts';
import { addressesOf } from './own-addresses.ts';
import { asArgument } from './program.ts';

/** A listener, described for people who want to join. */
export interface JoinableListener {
  readonly dialect: string;
  readonly url: string;
  /** The host it listens on, as the operator wrote it. */
  readonly host: string;
  readonly port: number;
  /** The file with the certificate to trust, for QUIC. */
  readonly certificate?: string | undefined;
  /** The address by which browsers reach it, where that is not its own. */
  readonly page?: string | undefined;
  /** A note for the person, such as existing accounts. */
  readonly note?: string | undefined;
}

/** Commands to paste, one for each address of the listener. `program`: see `programAt`. The note is a shell comment. */
export function joinCommands(dialect: Dialect, listener: JoinableListener, program: string): readonly string[] {
  const { host, port, certificate, page, note } = listener;
  if (page !== undefined) return [page];
  const more = [
    ...(certificate === undefined ? [] : ['--cert', asArgument(fileFor(program, certificate))]),
    ...(note === undefined ? [] : [` # ${note}`]),
  ];
  return addressesOf(host).map((address) => [dialect.join(address, port, program), ...more].join(' '));
}

/** Relative if the command only works in this directory anyway. */
function fileFor(program: string, file: string): string {
  const near = relative(process.cwd(), file);
  const isHere = near !== '' && !near.startsWith('..') && !isAbsolute(near);
  return program.startsWith('npx ') && isHere ? near : resolve(file);
}
