import { type Given, textOf, UsageError } from '#server/command.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { parseSpan, type Span, timeForms } from './parse-time.ts';
import { offsetStamp, type Stamp, utcStamp } from './time-stamps.ts';

type Request = ControlRequest & { kind: 'history' | 'rooms' };

const ofOneRoom = ['last', 'since', 'until', 'follow', 'account'];

/** The request of `history`; without a room, for the list of rooms. Throws `UsageError`. */
export function readRequest({ values, positionals }: Given, now: number): Request {
  const [room] = positionals;
  const among = values['private'] === true;
  if (room === undefined || room === '') {
    const odd = ofOneRoom.find((option) => values[option] !== undefined);
    // A shell takes an unquoted #lobby for a comment.
    if (room === '' || odd !== undefined)
      throw new UsageError("ROOM is missing. In a shell a room's # must be quoted: '#lobby'.");
    return { kind: 'rooms', private: among };
  }
  if (among) throw new UsageError('--private lists rooms. To read one, give only its number: @17.');
  const [last, account] = [textOf(values, 'last'), textOf(values, 'account')];
  if (last !== undefined && !/^[1-9]\d{0,14}$/.test(last)) throw new UsageError('--last takes a number from 1 on.');
  if (account === '') throw new UsageError('--account needs a name.');
  const [since, until] = [readSpan(values, 'since', now), readSpan(values, 'until', now)];
  if (since && until && until.end <= since.start) throw new UsageError('--until is before --since.');
  const follow = values['follow'] === true;
  if (follow && until) throw new UsageError('--follow and --until cannot be combined.');
  const count = last === undefined ? undefined : Number(last);
  return { kind: 'history', room, account, last: count, since: since?.start, until: until?.end, follow };
}

export function readSpan(values: Given['values'], option: string, now: number): Span | undefined {
  const text = textOf(values, option);
  const span = text === undefined ? undefined : parseSpan(text, now);
  if (text !== undefined && !span) throw new UsageError(`--${option} takes ${timeForms}.`);
  return span;
}

/** How times are written, by the options; undefined: by default. Throws `UsageError`. */
export function readStamp({ values }: Given): Stamp | undefined {
  const [utc, offset] = [values['utc'] === true, values['offset'] === true];
  if (utc && offset) throw new UsageError('--utc and --offset cannot be combined.');
  if (utc) return utcStamp;
  return offset ? offsetStamp : undefined;
}
