import { type Entry, isImported, timeOf } from '#chat/event.ts';
import { viaGrant } from '#chat/rights/grant.ts';
import { dialects } from '#dialects/index.ts';

/** Makes a `HistoryRecord`. A separate file, because it loads all dialects, which are not needed to read records. */
export function recordOf(entry: Entry): object {
  const { seq, id, at, from, room, via } = entry;
  const way = via === viaGrant ? 'api' : dialects.find(({ number }) => number === via)?.name;
  const event = {
    ...entry.event,
    ...(isImported(entry) && { said: new Date(timeOf(entry)).toISOString() }),
    ...(entry.event.kind === 'message' && entry.event.edited !== undefined && { edited: true }),
  };
  const record = { seq, id, at: new Date(at).toISOString(), from };
  return { ...record, ...(room && { room }), ...(way !== undefined && { via: way }), event };
}
