import { escapedJson, visible } from '#text/visible.ts';
import type { LogOutput } from './log-outputs.ts';

/** The server's log: no message text, no secrets. */
export type Log = (event: string, fields?: LogFields) => void;

export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** An error of ours with its stack, for the log. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** One line per event: JSON on a pipe, readable text on a terminal. */
export function createLog({ add, terminal, colours }: LogOutput, now: () => number): Log {
  const named = (event: string): string => (colours ? `\u001b[36m${event}\u001b[0m` : event);
  return (event, fields = {}) => {
    const at = new Date(now()).toISOString();
    if (!terminal) return add(escapedJson(JSON.stringify({ at, event, ...fields })));
    const shown = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${visible(JSON.stringify(value))}`],
    );
    add([at.slice(11, 19), named(event), ...shown].join(' '));
  };
}
