import { isAbsolute, relative, resolve } from 'node:path';
import type { Dialect } from '#dialects/dialect.ts';
import { addressesOf } from './own-addresses.ts';
import { asArgument } from './program.ts';

/** A listener, as somebody who wants to join is told of it. */
export interface Entrance {
  readonly dialect: string;
  readonly url: string;
  /** Where it listens, as the operator wrote it. */
  readonly host: string;
  readonly port: number;
  /** The file with the certificate to trust, for one over QUIC. */
  readonly certificate?: string | undefined;
  /** What a person has to know beside, such as the accounts there are. */
  readonly note?: string | undefined;
}

/** Commands to paste, one for each address it is reached by. `program`: see `programAt`. A note is a shell's comment. */
export function joinCommands(dialect: Dialect, entrance: Entrance, program: string): readonly string[] {
  const { host, port, certificate, note } = entrance;
  const more = [
    ...(certificate === undefined ? [] : ['--cert', asArgument(fileFor(program, certificate))]),
    ...(note === undefined ? [] : [` # ${note}`]),
  ];
  return addressesOf(host).map((address) => [dialect.join(address, port, program), ...more].join(' '));
}

/** Short where the command holds in this directory alone anyway. */
function fileFor(program: string, file: string): string {
  const near = relative(process.cwd(), file);
  const isHere = near !== '' && !near.startsWith('..') && !isAbsolute(near);
  return program.startsWith('npx ') && isHere ? near : resolve(file);
}
