import { escapedJson, visible } from '#text/visible.ts';
import type { LogOutput } from './outputs.ts';

/** What the server says of itself: no message text, no secret. */
export type Log = (event: string, fields?: LogFields) => void;

export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** A bug of ours as it is logged: where it was, in full. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** One line an event: JSON on a pipe, for machines; on a terminal for people. */
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
