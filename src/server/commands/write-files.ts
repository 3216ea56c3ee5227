import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CommandError } from '#server/control/command-error.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { exits } from '#store/store-error.ts';
import { systemReason } from '#text/system-reason.ts';

/** The exit code with which shells report SIGINT. */
const interrupted = 130;

/** A file to be written. */
export interface WholeFile {
  readonly file: string;
  readonly mode: number;
  readonly pieces: Iterable<string | Uint8Array>;
}

/** Throws `CommandError` if one of the files exists, before the work begins. */
export function refuseExisting(files: readonly string[], force: boolean): void {
  const existing = force ? [] : files.filter((file) => existsSync(file));
  if (existing.length === 0) return;
  const are = existing.length === 1 ? 'exists' : 'exist';
  throw new CommandError(
    `${existing.join(' and ')} ${are} already. Choose other names, or overwrite with --force.`,
    exits.unwritable,
  );
}

/** Writes all files completely, or none, also when stopped by a signal. Rejects with `CommandError`. */
export async function writeWhole(files: readonly WholeFile[], force: boolean): Promise<void> {
  const temporaries = files.map(({ file }) => `${file}.${process.pid}.part`);
  const published: string[] = [];
  const signals = stopSignals(() => {});
  let stopped = false;
  void signals.first.then(() => (stopped = true));
  const goOn = async (): Promise<void> => {
    await setImmediate();
    if (stopped) throw new CommandError('Stopped. No file was written.', interrupted);
  };
  try {
    for (const [nth, file] of files.entries()) await writePieces(file, temporaries[nth] ?? '', goOn);
    for (const [nth, { file }] of files.entries()) {
      publish(temporaries[nth] ?? '', file, force);
      if (!force) published.push(file);
    }
    published.length = 0;
  } finally {
    signals.forget();
    for (const file of [...temporaries, ...published]) rmSync(file, { force: true });
  }
}

/** Bytes of one write. */
const portion = 1_048_576;

async function writePieces(
  { file, mode, pieces }: WholeFile,
  temporary: string,
  goOn: () => Promise<void>,
): Promise<void> {
  const descriptor = attempt(file, () => openSync(temporary, 'wx', mode));
  try {
    let waiting: Uint8Array[] = [];
    let size = 0;
    const flush = (): void => {
      const bytes = Buffer.concat(waiting);
      attempt(file, () => {
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      });
      waiting = [];
      size = 0;
    };
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      waiting.push(bytes);
      size += bytes.length;
      if (size < portion) continue;
      flush();
      await goOn();
    }
    flush();
  } finally {
    closeSync(descriptor);
  }
}

/** A file that another program created there in the meantime is kept. */
function publish(temporary: string, file: string, force: boolean): void {
  attempt(file, () => {
    if (!force) closeSync(openSync(file, 'wx'));
    renameSync(temporary, file);
  });
}

function attempt<Result>(file: string, deed: () => Result): Result {
  try {
    return deed();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const exit = code === 'ENOSPC' || code === 'EIO' ? exits.failing : exits.unwritable;
    throw new CommandError(
      `${file} cannot be written: ${systemReason(error, 'directory')}. No file was written.`,
      exit,
      {
        cause: error,
      },
    );
  }
}
