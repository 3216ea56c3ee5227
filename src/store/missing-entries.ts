import type { Place } from '#chat/ports.ts';
import type { StoreWarning } from './store-warning.ts';
import type { WalCopy } from './wal-copy.ts';
import type { Witnessed } from './witness.ts';

/**
 * Whether a database ends before what was shown of it. Not when it is another order, such as a restored backup; nor when
 * the server had been stopped: then all of it was in the file, and somebody has put an older one there; nor when it is
 * new.
 */
export function isCutShort(witnessed: Witnessed | undefined, place: Place, fresh: boolean): witnessed is Witnessed {
  if (!witnessed || witnessed.clean || fresh) return false;
  // Where nothing is left, the epoch is not either.
  return place.seq < witnessed.seq && (place.epoch === witnessed.epoch || place.seq === 0);
}

/** What to say of it. Keeps the copy of the WAL. */
export function entriesMissing(file: string, shown: number, found: number, copy: WalCopy): StoreWarning {
  const kept = copy.keep(new Date());
  const where = kept === undefined ? `There was no ${file}-wal to keep.` : `It is kept as ${kept}.`;
  const sentence =
    `Entries are missing: the chat was shown up to number ${shown} before the server was killed, and ${file} ends at ${found}. ` +
    `Its -wal file was cut short, damaged or removed. ${where} The chat goes on from ${found}.`;
  return { event: 'entries-missing', sentence, fields: { shown, found, ...(kept !== undefined && { kept }) } };
}
