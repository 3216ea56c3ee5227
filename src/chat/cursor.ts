import type { Seq } from './event.ts';

/** A place in the order, as clients keep it. The epoch is the random id of the order: a restore changes it, because a cursor of the old order would silently skip the first entries of the new one. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: Seq;
}

export const formatCursor = (cursor: Cursor): string => `${cursor.epoch}:${cursor.seq}`;

/** `epoch:seq`; undefined for anything else. */
export function parseCursor(text: string): Cursor | undefined {
  const found = /^([0-9a-z]{1,32}):([0-9]{1,15})$/.exec(text);
  const [, epoch, seq] = found ?? [];
  return epoch === undefined || seq === undefined ? undefined : { epoch, seq: Number(seq) };
}
