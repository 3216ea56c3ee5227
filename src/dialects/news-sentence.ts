import { beginningOf } from '#text/beginning.ts';
import { awayWords } from '#text/away-note.ts';
import type { Entry, Event } from '#chat/event.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { linesOf } from '#text/lines.ts';
import { harmless } from '#text/visible.ts';

import { moderationSentence } from './moderation-sentences.ts';
import { roomSentence } from './room-sentences.ts';

/** UTF-16 units of a text that is repeated. */
const maxRepeated = 80;

/**
 * What happened besides messages, for wires that carry text alone: a sentence without its full stop. Undefined for other
 * entries.
 */
export function newsSentence(entry: Entry): string | undefined {
  const sentence = sentenceOf(entry);
  return sentence === undefined ? undefined : harmless(sentence);
}

/** The text of a message, and which one it answers. */
export const newsText = (name: string, event: Event<'message'>): string =>
  event.replyTo === undefined ? spokenText(name, event) : `(answers ${event.replyTo}) ${spokenText(name, event)}`;

function sentenceOf(entry: Entry): string | undefined {
  const { event } = entry;
  const { name } = entry.from;
  switch (event.kind) {
    case 'edited':
      return edited(name, event);
    case 'redacted':
      return `${name} removed ${event.of.name === name ? 'a message' : `a message of ${event.of.name}`}${because(event.reason)}`;
    case 'reacted':
      return reacted(name, event);
    case 'came':
      return event.joined ? `${name} joined` : `${name} is back`;
    case 'went':
      return event.guest ? `${name} left` : `${name} is offline`;
    case 'joined':
      return `${name} joined`;
    case 'left':
      return `${name} left${because(event.reason)}`;
    case 'renamed':
      return `${event.before} is now ${name}`;
    case 'topic':
      return event.text === '' ? `${name} removed the topic` : `${name} set the topic to ${repeated(event.text)}`;
    case 'away':
      return event.text === '' ? `${name} is back` : `${name} ${awayWords(oneLine(event.text))}`;
    default:
      return moderationSentence(entry) ?? roomSentence(entry);
  }
}

/** A message that was removed later has no text. */
function edited(name: string, { was, text }: Event<'edited'>): string | undefined {
  if (was !== undefined) return `${name} changed ${repeated(was)} to ${repeated(text)}`;
  return text === '' ? undefined : `${name} changed a message to ${repeated(text)}`;
}

function reacted(name: string, { emoji, on, of, head }: Event<'reacted'>): string {
  const whose = head === undefined || head === '' ? `a message of ${of.name}` : `${of.name}: ${oneLine(head)}`;
  return on ? `${name} reacted ${emoji} to ${whose}` : `${name} took back ${emoji} from ${whose}`;
}

const because = (reason: string | undefined): string => (reason === undefined ? '' : ` (${reason})`);

const repeated = (text: string): string => `"${oneLine(text)}"`;

/** The beginning of a text. */
function oneLine(text: string): string {
  const [first = '', ...more] = linesOf(text);
  const cut = beginningOf(first, maxRepeated);
  return cut.length < first.length || more.length > 0 ? `${cut}…` : first;
}
