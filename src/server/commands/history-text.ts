import { whatWasDone } from '#text/audit-words.ts';
import { visible } from '#text/visible.ts';
import { removedText } from '#chat/events/spoken-text.ts';
import type { EventRecord, HistoryRecord } from '#server/control/record.ts';
import { localStamp, type Stamp } from './time-stamps.ts';

/** How parts of a line are emphasised. */
export interface Style {
  readonly time: (text: string) => string;
  readonly name: (text: string) => string;
}

export const plain: Style = { time: (text) => text, name: (text) => text };
export const coloured: Style = {
  time: (text) => `\u001b[2m${text}\u001b[22m`,
  name: (text) => `\u001b[1m${text}\u001b[22m`,
};

/**
 * `2026-11-20 21:31:05 alice: hello`, or with `[142]` before the name; of a message with several lines, the others
 * are indented below it.
 */
export function historyText(
  { seq, at, from, room, event }: HistoryRecord,
  { time, name }: Style,
  stamp: Stamp = localStamp,
  numbers = false,
): string {
  const head = `${stamp(Date.parse(event.said ?? at))}${numbers ? `  [${seq}]` : ''}`;
  const who = name(visible(from.name));
  const said = wordsOf(event, room.name, who, name);
  const [first = '', ...more] = said.split('\n');
  const indent = ' '.repeat(head.length + 2);
  return [`${time(head)}  ${first}`, ...more.map((line) => indent + line), ''].join('\n');
}

function wordsOf(event: EventRecord, room: string, who: string, name: Style['name']): string {
  const { kind, text = '', before = '' } = event;
  switch (kind) {
    case 'message':
      return messageWords(event, who);
    case 'edited':
      return text === '' ? `${who} edited a message` : `${who} edited a message: ${visible(text)}`;
    case 'redacted':
      return `${who} removed a message${ofWords(event, who, name)}${reasonWords(event)}`;
    case 'reacted':
      return `${who} ${reactedWords(event)} a message${ofWords(event, who, name)}`;
    case 'joined':
      return `${who} joined`;
    case 'left':
      return `${who} left${reasonWords(event)}`;
    case 'topic':
      return text === '' ? `${who} removed the topic` : `${who} set the topic: ${visible(text)}`;
    case 'renamed':
      return `${name(visible(before))} is now ${who}`;
    default:
      return `${who} ${whatWasDone(event, room) ?? `(${visible(kind)})`}`;
  }
}

function messageWords({ text = '', style, edited, redacted }: EventRecord, who: string): string {
  if (redacted) return `${who}: ${removedText}`;
  const said = text.split('\n').map(visible).join('\n');
  return `${style === 'action' ? `* ${who} ${said}` : `${who}: ${said}`}${edited ? ' (edited)' : ''}`;
}

/** Whose message it was, unless it was one's own. */
function ofWords({ of }: EventRecord, who: string, name: Style['name']): string {
  const author = of && name(visible(of.name));
  return author === undefined || author === who ? '' : ` of ${author}`;
}

const reasonWords = ({ reason }: EventRecord): string => (reason === undefined ? '' : `: ${visible(reason)}`);

const reactedWords = ({ emoji = '', on }: EventRecord): string =>
  on ? `reacted ${visible(emoji)} to` : `took ${visible(emoji)} back from`;
