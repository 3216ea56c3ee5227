import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** The standard streams of a command: those of the process, or those a test reads. */
export interface Stdio {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Emits SIGINT, SIGTERM and SIGHUP, which end a server; the process, unless given. */
  readonly signals?: Signals | undefined;
}

export type Signals = Pick<EventEmitter, 'on' | 'off'>;

/** `setRawMode`: of a terminal. */
export type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** `columns`: of a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Whether what is shown may be coloured: on a terminal that can, unless `NO_COLOR` is set. */
export const mayColour = ({ isTTY }: Output, { NO_COLOR, TERM }: Environment = process.env): boolean =>
  isTTY === true && TERM !== 'dumb' && (NO_COLOR ?? '') === '';

/** The variables of an environment that decide about colours. */
interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}
