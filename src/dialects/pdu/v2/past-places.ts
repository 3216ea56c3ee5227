import type { Chat } from '#chat/chat.ts';
import type { RoomRef, Seq } from '#chat/event.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { Page } from '#chat/reading/history.ts';
import type { RefusalCode } from '#chat/refusal.ts';

/** Entries read at a time where some are not shown to the reader, and at most: many may be of people whom the reader ignores. */
const page = 100;
const maxLooked = 2000;

export interface Past {
  /** The places of the entries, in the order of the room. */
  readonly seqs: readonly Seq[];
  /** The place to go on from; undefined: there is nothing further. */
  readonly next: Seq | undefined;
  readonly where: RoomRef | undefined;
}

/**
 * The places of entries that are shown to the reader, as many as requested, even if many hidden entries are between them. Each step
 * reads one page.
 */
export function* pastPlaces(
  { history, asSeen }: Pick<Chat, 'history' | 'asSeen'>,
  reader: Reader,
  asked: Page,
): Generator<undefined, Past | RefusalCode> {
  const { limit, after } = asked;
  const seqs: Seq[] = [];
  let edge = after ?? asked.before;
  let where: RoomRef | undefined;
  const past = (next: Seq | undefined): Past => ({ seqs: after === undefined ? seqs.reverse() : seqs, next, where });
  let size = limit;
  for (let looked = 0; looked < maxLooked; looked += size, size = Math.max(limit, page)) {
    if (looked > 0) yield;
    const place = after === undefined ? { before: edge } : { after: edge };
    const entries = history(reader, { room: asked.room, limit: size, ...place });
    if (typeof entries === 'string') return entries;
    for (const entry of after === undefined ? entries.toReversed() : entries) {
      edge = entry.seq;
      where = entry.room;
      if (asSeen(reader, entry)) seqs.push(entry.seq);
      if (seqs.length === limit) return past(edge);
    }
    if (entries.length < size) return past(undefined);
  }
  return past(edge);
}
