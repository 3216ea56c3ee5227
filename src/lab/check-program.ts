import { runTranscript } from './run-transcript.ts';
import type { Printed } from './program-process.ts';
import { programServer } from './program-server.ts';
import type { Program } from './program.ts';
import { type UnsupportedLine, type TranscriptServer, unsupportedLine } from './transcript-server.ts';
import { type Transcript, TranscriptError } from './transcript.ts';

export type Verdict = 'ok' | 'differs' | 'cannot be played';

/** The result of one transcript. */
export interface Outcome {
  readonly verdict: Verdict;
  /** The verdict, and why, printed after the transcript's name. */
  readonly words: string;
  /** What was expected and received, with the lines before it; empty if there is nothing to compare. */
  readonly comparison: string;
  /** How the program ended, if it did: `exit code 1`, `signal SIGSEGV`. */
  readonly end: string | undefined;
  /** The last part of the program's output. */
  readonly printed: Printed;
}

/** Times in milliseconds. */
export interface CheckOptions {
  readonly dialect: string;
  /** How long each line may take. */
  readonly timeout: number;
  /** How long a client waits after each chunk. */
  readonly pause: number;
  /** Transcripts that wait longer in one line are skipped. */
  readonly longestWait: number;
}

/** How long to wait for output of a program that has closed no link. */
const lastWordsTime = 200;

/** Starts a program, plays a transcript against it, and ends it. */
export async function checkProgram(program: Program, transcript: Transcript, options: CheckOptions): Promise<Outcome> {
  const { dialect, timeout, pause } = options;
  const server = programServer(program, dialect, pause);
  // The verdict is final. Wait for the last output of a program that is about to end, and kill it before links are
  // reset, which it would report.
  const failed = async (): Promise<void> => {
    await program.ended(server.isLeaving ? timeout : lastWordsTime);
    await program.kill();
  };
  try {
    const lack = lackOf(transcript, server, options);
    if (lack) return unplayed(`line ${lack.line}: ${lack.reason}`);
    await program.start();
    await runTranscript(transcript, server, { timeout, failed });
    return { verdict: 'ok', words: 'ok', comparison: '', ...quiet };
  } catch (error) {
    if (!(error instanceof TranscriptError)) {
      await failed();
      const { end, printed } = program;
      return { ...unplayed(error instanceof Error ? error.message : String(error)), end, printed };
    }
    const { end, printed } = program;
    const [says = '', ...rows] = error.message.slice(`${error.file}:${error.line}: `.length).split('\n');
    const words = `differs at line ${error.line}: ${says}`;
    return { verdict: 'differs', words, comparison: rows.join('\n').trimEnd(), end, printed };
  } finally {
    await server.close();
  }
}

const quiet = { end: undefined, printed: { stdout: '', stderr: '' } } as const;

const unplayed = (reason: string): Outcome => ({
  verdict: 'cannot be played',
  words: `cannot be played: ${reason}`,
  comparison: '',
  ...quiet,
});

function lackOf(
  transcript: Transcript,
  server: TranscriptServer,
  { longestWait }: CheckOptions,
): UnsupportedLine | undefined {
  const at = transcript.lines.findIndex((line) => line.kind === '…' && line.ms > longestWait);
  if (at === -1) return unsupportedLine(transcript, server);
  return { line: at + 1, reason: 'it waits too long there; --longest-wait allows more' };
}
