import { type Given, textOf, UsageError } from '#server/command.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { parseSpan, type Span, timeForms } from './parse-time.ts';
import { offsetStamp, type Stamp, utcStamp } from './time-stamps.ts';

type Request = ControlRequest & { kind: 'history' | 'rooms' };

const ofOneRoom = ['last', 'since', 'until', 'follow', 'account'];

/** What `history` asks: the list of rooms where none is named. Throws `UsageError`. */
export function readRequest({ values, positionals }: Given, now: number): Request {
  const [room] = positionals;
  const among = values['private'] === true;
  if (room === undefined || room === '') {
    const odd = ofOneRoom.find((option) => values[option] !== undefined);
    // A shell takes an unquoted #lobby for a comment.
    if (room === '' || odd !== undefined)
      throw new UsageError("ROOM is missing. In a shell a channel's # must be quoted: '#lobby'.");
    return { kind: 'rooms', private: among };
  }
  if (among) throw new UsageError('--private lists rooms; to read one of them, name it alone: @17.');
  const [last, account] = [textOf(values, 'last'), textOf(values, 'account')];
  if (last !== undefined && !/^[1-9]\d{0,14}$/.test(last)) throw new UsageError('--last takes a number from 1 on.');
  if (account === '') throw new UsageError('--account needs a name.');
  const [since, until] = [readSpan(values, 'since', now), readSpan(values, 'until', now)];
  if (since && until && until.end <= since.start) throw new UsageError('--until is before --since.');
  const follow = values['follow'] === true;
  if (follow && until) throw new UsageError('--follow and --until cannot both hold.');
  const count = last === undefined ? undefined : Number(last);
  return { kind: 'history', room, account, last: count, since: since?.start, until: until?.end, follow };
}

export function readSpan(values: Given['values'], option: string, now: number): Span | undefined {
  const text = textOf(values, option);
  const span = text === undefined ? undefined : parseSpan(text, now);
  if (text !== undefined && !span) throw new UsageError(`--${option} takes ${timeForms}.`);
  return span;
}

/** What the options say of how times are written; undefined for nothing. Throws `UsageError`. */
export function readStamp({ values }: Given): Stamp | undefined {
  const [utc, offset] = [values['utc'] === true, values['offset'] === true];
  if (utc && offset) throw new UsageError('--utc and --offset cannot both hold.');
  if (utc) return utcStamp;
  return offset ? offsetStamp : undefined;
}
