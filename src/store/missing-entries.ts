import type { Place } from '#chat/ports.ts';
import type { StoreWarning } from './store-warning.ts';
import type { WalCopy } from './wal-copy.ts';
import type { ShownPlace } from './shown-place-file.ts';

/**
 * Whether shown entries are missing from a database. False for another order, such as a restored backup; for a new
 * database; and after a regular stop, because then the file was complete, and somebody has replaced it by an older one
 * on purpose.
 */
export function isCutShort(witnessed: ShownPlace | undefined, place: Place, fresh: boolean): witnessed is ShownPlace {
  if (!witnessed || witnessed.clean || fresh) return false;
  // An empty database also has no epoch.
  return place.seq < witnessed.seq && (place.epoch === witnessed.epoch || place.seq === 0);
}

/** The warning about it. Keeps the copy of the WAL. */
export function entriesMissing(file: string, shown: number, found: number, copy: WalCopy): StoreWarning {
  const kept = copy.keep(new Date());
  const where = kept === undefined ? `There was no ${file}-wal to keep.` : `It is kept as ${kept}.`;
  const sentence =
    `Entries are missing: the chat was shown up to number ${shown} before the server was killed, and ${file} ends at ${found}. ` +
    `Its -wal file was cut short, damaged or removed. ${where} The chat continues from ${found}.`;
  return { event: 'entries-missing', sentence, fields: { shown, found, ...(kept !== undefined && { kept }) } };
}
