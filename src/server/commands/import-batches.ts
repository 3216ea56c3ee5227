import { createHash } from 'node:crypto';
import type { OriginalMessage } from '#dialects/chatroom/import.ts';
import type { ImportedMessage } from '#server/control/import-request.ts';

/** A message, and its position in the original's files. */
export interface Placed {
  readonly message: ImportedMessage;
  readonly file: string;
  readonly number: number;
}

/** Characters of JSON in one request, unless one message is longer. A server reads 128 KiB. */
const maxPiece = 20_000;

/** Gives each message an import key that is the same at every import: sender, receiver, text, second, and a count. */
export function marked(messages: readonly OriginalMessage[]): readonly Placed[] {
  const seen = new Map<string, number>();
  return messages.map(({ from, to, text, at, micros, key, file, number }) => {
    const what = `${Math.floor(micros / 1_000_000)}\t${key}`;
    const nth = (seen.get(what) ?? 0) + 1;
    seen.set(what, nth);
    const mark = createHash('sha256').update(`chatroom\t${nth}\t${what}`).digest('hex').slice(0, 32);
    return { message: { from, ...(to !== undefined && { to }), text, said: at, mark }, file, number };
  });
}

/** Splits messages into pieces that fit into a request. */
export function* pieces(messages: readonly Placed[]): Iterable<readonly Placed[]> {
  let piece: Placed[] = [];
  let length = 0;
  for (const each of messages) {
    const its = JSON.stringify(each.message).length;
    if (length + its > maxPiece && piece.length > 0) {
      yield piece;
      [piece, length] = [[], 0];
    }
    piece.push(each);
    length += its;
  }
  if (piece.length > 0) yield piece;
}
