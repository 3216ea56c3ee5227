import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** The standard streams of a command: those of the process, or of a test. */
export interface Stdio {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Emits SIGINT, SIGTERM and SIGHUP, which end a server. Default: the process. */
  readonly signals?: Signals | undefined;
}

export type Signals = Pick<EventEmitter, 'on' | 'off'>;

/** `setRawMode`: of a terminal. */
export type Input = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** `columns`: of a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Whether output may be coloured: on a terminal with colours, unless `NO_COLOR` is set. */
export const mayColour = ({ isTTY }: Output, { NO_COLOR, TERM }: Environment = process.env): boolean =>
  isTTY === true && TERM !== 'dumb' && (NO_COLOR ?? '') === '';

/** The environment variables that decide about colours. */
interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}
