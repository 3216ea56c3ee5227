import { once } from 'node:events';
import { mayColour, type Output } from '#server/stdio.ts';
import { columnsOf } from '#text/wrap-words.ts';

/** Standard output, written no faster than it is read. */
export interface StandardOutput {
  readonly terminal: boolean;
  /** Whether text may be dim, bold or coloured. */
  readonly colours: boolean;
  /** Sentences are wrapped at this column: the terminal's width; Infinity elsewhere. */
  readonly columns: number;
  /** Resolves with true when more can be written; with false when the reader is gone, as with `| head`. */
  write(text: string): Promise<boolean>;
  /** Resolves when a write has failed because the reader is gone. */
  readonly broken: Promise<void>;
  /** Resolves when everything written so far was read. */
  end(): Promise<void>;
}

/** Characters of one write. */
const portion = 16_384;

export function standardOutput(stream: Output): StandardOutput {
  let broken = false;
  let waiting = '';
  const gone = Promise.withResolvers<void>();
  stream.on('error', () => {
    broken = true;
    gone.resolve();
  });
  /** Shared by all callers, because each wait adds listeners to the stream. */
  let draining: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    // An error also ends the wait.
    await once(stream, 'drain').catch(() => {});
    draining = undefined;
  };
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = '';
    if (!broken && text !== '' && !stream.write(text)) draining ??= drain();
    await draining;
  };
  return {
    terminal: stream.isTTY === true,
    broken: gone.promise,
    colours: mayColour(stream),
    columns: stream.isTTY === true ? columnsOf(stream) : Infinity,
    async write(text) {
      waiting += text;
      if (waiting.length >= portion) await flush();
      return !broken;
    },
    end: flush,
  };
}
