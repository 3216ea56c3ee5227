import { once } from 'node:events';

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

export function standardOutput(stream: NodeJS.WriteStream = process.stdout): StandardOutput {
  let broken = false;
  let waiting = '';
  const gone = Promise.withResolvers<void>();
  stream.on('error', () => {
    broken = true;
    gone.resolve();
  });
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = '';
    // An error wakes it too.
    if (!broken && text !== '' && !stream.write(text)) await once(stream, 'drain').catch(() => {});
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
