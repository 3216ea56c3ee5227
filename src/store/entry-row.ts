import type { SQLInputValue } from 'node:sqlite';
import type { Entry, Event } from '#chat/event.ts';
import { integer, integerOrNull, type Row, text, textOrNull } from './rows.ts';
import { exits, StoreError } from './store-error.ts';

/** The one thing a kept event holds beside its kind, as the column `body` has it. */
export function bodyOf(event: Event): SQLInputValue {
  switch (event.kind) {
    case 'message':
      return event.said === undefined ? event.text : `${event.said} ${event.text}`;
    case 'founded':
      return event.epoch;
    case 'renamed':
      return event.before;
    case 'began':
      return JSON.stringify([event.node, event.rules, ...event.ended]);
    default:
      return null;
  }
}

/** As the column `kind` has it. */
export const kindOf = (event: Event): string =>
  event.kind === 'message' && event.said !== undefined ? 'imported' : event.kind;

/** Columns as in `sql.entry`. */
export function entryOf(row: Row): Entry {
  const room = integerOrNull(row[5]);
  const seq = integer(row[0]);
  const id = text(row[1]);
  const at = integer(row[2]);
  const from = { id: integer(row[3]), name: text(row[4]) };
  const event = eventOf(text(row[7]), textOrNull(row[8]));
  if (room === null) return { seq, id, at, from, event };
  return { seq, id, at, from, room: { id: room, name: text(row[6]) }, event };
}

function eventOf(kind: string, body: string | null): Event {
  switch (kind) {
    case 'message':
      return { kind, text: text(body) };
    case 'imported':
      return importedOf(text(body));
    case 'founded':
      return { kind, epoch: text(body) };
    case 'renamed':
      return { kind, before: text(body) };
    case 'began':
      return beganOf(text(body));
    case 'joined':
    case 'left':
      return { kind };
    default:
      throw new StoreError(exits.corrupt, `The database holds an entry of the unknown kind ${kind}.`);
  }
}

/** `MILLIS TEXT` */
function importedOf(body: string): Event {
  const end = body.indexOf(' ');
  return { kind: 'message', text: body.slice(end + 1), said: Number(body.slice(0, end)) };
}

function beganOf(body: string): Event {
  const parts: unknown = JSON.parse(body);
  if (!Array.isArray(parts)) throw new StoreError(exits.corrupt, `The database holds the beginning ${body}.`);
  const [node, rules, ...ended] = parts;
  return { kind: 'began', node: text(node), rules: integer(rules), ended: ended.map((each) => integer(each)) };
}
