import type { Readable, Writable } from 'node:stream';

/** The standard streams of a command: those of the process, or those a test reads. */
export interface Stdio {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** `setRawMode`: of a terminal. */
export type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

export type Output = Writable & { readonly isTTY?: boolean };
