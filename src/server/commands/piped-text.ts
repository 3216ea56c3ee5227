import { CommandError } from '#server/control/command-error.ts';

/** Reads a pipe to its end, as text. Throws `CommandError` when it has more than `most` bytes. */
export async function pipedText(input: AsyncIterable<string | Uint8Array>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > most) throw new CommandError(`A message has at most ${most} bytes.`);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
