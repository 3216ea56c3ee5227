import { rmSync } from 'node:fs';
import type { Log } from '#server/log.ts';
import { sizeText } from '#server/parse-size.ts';
import { version } from '#server/version.ts';
import { CaptureError } from './capture-error.ts';
import type { CaptureChoice, FileChoice } from './capture-options.ts';
import { Captures } from './captures.ts';

export interface BeginOptions {
  readonly choice: CaptureChoice | undefined;
  /** The data directory, or `:memory:`. */
  readonly data: string;
  readonly log: Log;
  readonly print: (line: string) => void;
}

/** Starts the captures that the options ask for, before the server listens: they contain every link from the first. */
export async function beginCaptures({ choice, data, log, print }: BeginOptions): Promise<Captures> {
  const captures = new Captures({
    log,
    program: `polylogue ${version}`,
    data: data === ':memory:' ? undefined : data,
  });
  if (data === ':memory:' && (choice?.buffer ?? 0) > 0) {
    // Commands reach a server through a socket in its data directory.
    throw new CaptureError(
      '--capture-buffer needs a data directory: without one, nobody can ask for what is in memory.',
      64,
    );
  }
  if (choice?.file) {
    await captures.start(choice.file);
    print(captureLine(choice.file));
  }
  if (choice && choice.buffer > 0) {
    await captures.keep(choice.buffer);
    print(
      `capturing the last ${sizeText(choice.buffer)} in memory: what people say is in it, passwords are masked; ` +
        'to see it: polylogue capture sessions',
    );
  }
  return captures;
}

/** Warns the operator that the users' traffic is captured. */
const captureLine = ({ file, limit, dialects }: FileChoice): string =>
  `capturing ${dialects?.join(' and ') ?? 'all dialects'} to ${file}, which stops at ${sizeText(limit)}: what people say is in it, passwords are masked`;

/**
 * Ends the captures of a server that could not start, and removes the empty file, which would make the next start fail.
 */
export async function forgetCaptures(captures: Captures): Promise<void> {
  const file = captures.file?.file;
  await captures.close();
  if (file !== undefined) rmSync(file, { force: true });
}
