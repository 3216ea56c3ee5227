import { once } from 'node:events';
import type { Output } from '#server/stdio.ts';

/** Standard output, no faster than it is read. */
export interface StandardOutput {
  readonly terminal: boolean;
  /** Whether what is shown may be dim, bold or coloured. */
  readonly colours: boolean;
  /** Resolves when there is room for more; with false when nobody reads any more, as behind `| head`. */
  write(text: string): Promise<boolean>;
  /** Resolves when nobody reads any more; never before something could not be written. */
  readonly broken: Promise<void>;
  /** Resolves when all so far was taken. */
  end(): Promise<void>;
}

/** Characters written at a time. */
const portion = 16_384;

export function standardOutput(stream: Output): StandardOutput {
  let broken = false;
  let waiting = '';
  const gone = Promise.withResolvers<void>();
  stream.on('error', () => {
    broken = true;
    gone.resolve();
  });
  /** One wait for all callers: each would add listeners to the stream. */
  let draining: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    // An error ends it too.
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
    colours: stream.isTTY === true && !process.env['NO_COLOR'],
    async write(text) {
      waiting += text;
      if (waiting.length >= portion) await flush();
      return !broken;
    },
    end: flush,
  };
}
