import { StringDecoder } from 'node:string_decoder';

/**
 * The first line of a pipe, without a byte order mark. Undefined: the pipe is empty, or the line is longer than any
 * password.
 */
export async function pipedLine(input: AsyncIterable<Buffer | string>): Promise<string | undefined> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for await (const chunk of input) {
    text += typeof chunk === 'string' ? chunk : decoder.write(chunk);
    if (text.includes('\n') || text.length > longest) break;
  }
  const [line = ''] = text.replace(/^\ufeff/, '').split('\n');
  return line === '' || line.length > longest ? undefined : line.replace(/\r$/, '');
}

const longest = 4096;
