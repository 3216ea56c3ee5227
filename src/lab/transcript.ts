import { ActorStates } from './actor-states.ts';
import { parseLine } from './transcript-line.ts';
import type { Line } from './transcript-line.ts';
import { Names } from './transcript-names.ts';

/** The lines of a transcript; the first line of the file is `lines[0]`. */
export interface Transcript {
  readonly file: string;
  readonly lines: readonly Line[];
}

/** A transcript is invalid, or a server deviated from it. */
export class TranscriptError extends Error {
  override readonly name = 'TranscriptError';
  readonly file: string;
  /** The number of the line, from 1. */
  readonly line: number;

  constructor(file: string, line: number, text: string, options?: ErrorOptions) {
    super(`${file}:${line}: ${text}`, options);
    this.file = file;
    this.line = line;
  }
}

/** Parses a transcript; throws a `TranscriptError` for the first invalid or impossible line. */
export function parseTranscript(text: string, file: string): Transcript {
  const rows = text.split(/\r?\n/);
  if (rows.at(-1) === '') rows.pop();
  const actorStates = new ActorStates();
  const names = new Names();
  const lines = rows.map((row, index) => {
    try {
      const line = parseLine(row);
      actorStates.check(line, index + 1);
      names.check(line, index + 1);
      return line;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new TranscriptError(file, index + 1, error.message, { cause: error });
    }
  });
  const unused = names.unused();
  if (unused) throw new TranscriptError(file, unused.at, unused.sentence);
  return { file, lines };
}
