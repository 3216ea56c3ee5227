import type { Line } from './line.ts';
import type { Transcript } from './transcript.ts';

/** How the server's side of a link ends: orderly, with nothing missing; or in any other way. */
export type WireEnd = 'closed' | 'reset';

/** An actor's end of a link, as the runner of transcripts uses it. */
export interface Wire {
  /**
   * Writes bytes as one chunk. Resolves when the other side has read them, as far as that can be known, or will read
   * nothing any more; if it resolves too early, two chunks may reach the server as one. Does not reject because a link
   * is over: that is learnt by reading.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** What came next, in whatever chunks; nothing may be lost when nobody is reading. After the end: the same end again. */
  read(): Promise<Uint8Array | WireEnd>;
  /** Says that the actor writes no more; reading goes on. */
  hangUp(): void;
  /** Ends both directions at once, with a reset where the transport has one. */
  cutOff(): void;
}

/** A server a transcript can be played against, with its clock and its power switch. */
export interface Stage {
  /** What `connect` can be asked for; when missing, every dialect. */
  readonly dialects?: readonly string[];
  /** `actor`: who gets the link. */
  connect(dialect: string, actor?: string): Promise<Wire>;
  /** Moves the clock a server in this process is given; waits, where the server has a clock of its own. */
  pass(ms: number): Promise<void>;
  /** Does what an operator's Ctrl-C does; resolves when the server has noticed, not when it has stopped. */
  stop?(): Promise<void>;
  /** Ends the server without warning and starts it again on the same data; resolves when it accepts links. */
  restart?(): Promise<void>;
  /** Ends the server. The runner leaves that to whoever opened the stage. */
  close(): Promise<void>;
}

/** What a transcript asks for and a stage cannot do: from which line, and why, in words. */
export interface Lack {
  readonly line: number;
  readonly reason: string;
}

/** The first line of a transcript that cannot be played here, if there is one. */
export function unplayable(transcript: Transcript, stage: Stage): Lack | undefined {
  for (const [index, line] of transcript.lines.entries()) {
    const reason = lacks(stage, line);
    if (reason !== undefined) return { line: index + 1, reason };
  }
  return undefined;
}

function lacks(stage: Stage, line: Line): string | undefined {
  switch (line.kind) {
    case 'opens':
      return stage.dialects?.includes(line.dialect) === false
        ? `this server does not speak ${line.dialect}`
        : undefined;
    case 'server stops':
      return stage.stop ? undefined : 'this server cannot be stopped from here';
    case 'server restarts':
      return stage.restart ? undefined : 'this server cannot be restarted from here';
    default:
      return undefined;
  }
}
