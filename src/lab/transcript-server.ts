import type { Line } from './transcript-line.ts';
import type { Transcript } from './transcript.ts';

/** How the server ends a link: orderly and complete, or in any other way. */
export type WireEnd = 'closed' | 'reset';

/** An actor's end of a link. */
export interface Wire {
  /**
   * Writes bytes as one chunk. Resolves when the other side has read them, as far as that can be known, or reads no
   * more; if it resolves too early, two chunks may reach the server as one. Does not reject at the end of the link:
   * reading reports that.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** The next bytes received; nothing is lost between reads. After the end: the same end again. */
  read(): Promise<Uint8Array | WireEnd>;
  /** Closes the sending side; reading goes on. */
  hangUp(): void;
  /** Ends both directions at once, with a reset if the transport has one. */
  cutOff(): void;
  /** Ends it when the test is over, in the way a client usually does; `cutOff` if omitted. */
  leave?(): void;
}

/** A server for transcripts, with control over its clock and its process. */
export interface TranscriptServer {
  /** The dialects it speaks; all if omitted. */
  readonly dialects?: readonly string[];
  connect(dialect: string, actor?: string): Promise<Wire>;
  /** Moves the clock of a server in this process; waits in real time for other servers. */
  pass(ms: number): Promise<void>;
  /** Interrupts the server, like Ctrl-C; resolves when the server has noticed, not when it has stopped. */
  stop?(): Promise<void>;
  /** Kills the server and starts it again on the same data; resolves when it accepts links. */
  restart?(): Promise<void>;
  /** Ends the server. Called by the owner of the server, not by the runner. */
  close(): Promise<void>;
}

/** What a server cannot do: the line of the transcript, and why. */
export interface UnsupportedLine {
  readonly line: number;
  readonly reason: string;
}

export function unsupportedLine(transcript: Transcript, server: TranscriptServer): UnsupportedLine | undefined {
  for (const [index, line] of transcript.lines.entries()) {
    const reason = lacks(server, line);
    if (reason !== undefined) return { line: index + 1, reason };
  }
  return undefined;
}

function lacks(server: TranscriptServer, line: Line): string | undefined {
  switch (line.kind) {
    case 'opens':
      return server.dialects?.includes(line.dialect) === false
        ? `this server does not speak ${line.dialect}`
        : undefined;
    case 'server stops':
      return server.stop ? undefined : 'this server cannot be stopped from here';
    case 'server restarts':
      return server.restart ? undefined : 'this server cannot be restarted from here';
    default:
      return undefined;
  }
}
