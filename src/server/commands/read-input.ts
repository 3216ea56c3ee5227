import { open, realpath } from 'node:fs/promises';
import { largestFile } from '#lab/encapsulate/csv/read-messages.ts';
import { CommandError } from '#server/control/command-error.ts';
import type { Input } from '#server/stdio.ts';
import { systemReason } from '#text/system-reason.ts';

/** EX_NOINPUT. */
const noInput = 66;

/**
 * All bytes of a file, or of standard input for `-`. Rejects with `CommandError`, also if the file is one of the outputs.
 */
export async function readInput(stdin: Input, file: string, outputs: readonly string[]): Promise<Uint8Array> {
  const bytes = await readBounded(stdin, file).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${systemReason(error)}.`, noInput, { cause: error });
  });
  if (bytes.length > largestFile) {
    throw new CommandError(`${file} is larger than ${largestFile / 1_048_576} MB, the most that is read.`, noInput);
  }
  const real = await realpath(file).catch(() => undefined);
  for (const output of outputs) {
    if (real !== undefined && (await realpath(output).catch(() => undefined)) === real) {
      throw new CommandError(`${output} is the input file. Choose another name.`);
    }
  }
  return bytes;
}

async function readBounded(stdin: Input, file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = file === '-' ? stdin : (await open(file)).createReadStream();
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > largestFile) break;
  }
  return Buffer.concat(chunks);
}
