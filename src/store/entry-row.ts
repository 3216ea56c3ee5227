import type { Entry, Event, Seq, Speaker } from '#chat/event.ts';
import { bodyOf, eventOf, kindOf } from './bodies.ts';
import { integer, integerOrNull, type Row, text, textOrNull } from './row-values.ts';
import type { Statements } from './statements.ts';

/** Writes an entry to the log. */
export function writeEntry(to: Statements, { seq, id, at, from, room, via, event }: Entry): void {
  to.addEntry.get(
    seq,
    id,
    at,
    from.id,
    from.name,
    room?.id ?? null,
    room?.name ?? null,
    kindOf(event),
    bodyOf(event),
    via ?? null,
    from.account === undefined ? null : Number(from.account),
  );
}

/** Reads an entry from a row with the columns of `sql.entry`; the last one is left out where the seq is known. */
export function entryOf(on: Pick<Statements, 'entry'>, row: Row, seq: Seq = integer(row[10])): Entry {
  const [id, at] = [text(row[0]), integer(row[1])];
  const from = speakerOf(integer(row[2]), text(row[3]), integerOrNull(row[9]));
  const room = integerOrNull(row[4]);
  const event = eventOf(text(row[6]), textOrNull(row[7]), (target) => textNow(on, target));
  const via = integerOrNull(row[8]);
  if (room === null) return via === null ? { seq, id, at, from, event } : { seq, id, at, from, via, event };
  const where = { id: room, name: text(row[5]) };
  return via === null ? { seq, id, at, from, room: where, event } : { seq, id, at, from, room: where, via, event };
}

/** The current text of a message. */
function textNow(on: Pick<Statements, 'entry'>, target: Seq): string {
  const row = on.entry.get(target);
  const event = row && entryOf(on, row).event;
  return event?.kind === 'message' ? event.text : '';
}

/** Replaces the text of a message. SQLite overwrites the old text: see `connect`. */
export function overwrite(to: Statements, seq: Seq, event: Event<'message'>): void {
  to.overwriteEntry.get(kindOf(event), bodyOf(event), seq);
}

/** Entries of older versions do not record whether the sender had an account. */
const speakerOf = (id: number, name: string, account: number | null): Speaker =>
  account === null ? { id, name } : { id, name, account: account === 1 };
