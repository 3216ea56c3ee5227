/** What the server says of itself: no message text, no secret. */
export type Log = (event: string, fields?: Readonly<Record<string, string | number>>) => void;

/** A bug of ours as it is logged: where it was, in full. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

interface LogStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** One line an event: JSON on a pipe, for machines; on a terminal for people. */
export function createLog(stream: LogStream, now: () => number): Log {
  return (event, fields = {}) => {
    const at = new Date(now()).toISOString();
    if (!stream.isTTY) return void stream.write(`${JSON.stringify({ at, event, ...fields })}\n`);
    const shown = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    stream.write(`${[at.slice(11, 19), event, ...shown].join(' ')}\n`);
  };
}
