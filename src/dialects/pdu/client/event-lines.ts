import { beginningOf } from '#text/beginning.ts';
import type { Millis } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { dayOf, minuteOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

import type { Payload } from '../talk-codec.ts';
import { numberIn, numberOf, stringIn, userIn } from './fields.ts';
import { type KnownMessage, placeOf, type RecentMessages } from './recent-messages.ts';

/** UTF-16 units of a text that is repeated. */
const maxRepeated = 80;

/** A line of a message, and how much of it names the speaker. */
export interface SpokenLine {
  readonly text: string;
  readonly speaker: number;
}

/** What the lines of an entry depend on. */
export interface Shown {
  /** The user's own id. */
  readonly me: number;
  /** The room that the person looks at. */
  readonly room: string;
  readonly messages: RecentMessages;
}

export const isMessage = (payload: Payload): boolean => payload['kind'] === 'message';

/** The message in an entry, as it is remembered. */
export const messageIn = (payload: Payload, me: number): KnownMessage => ({
  cursor: stringIn(payload, 'cursor'),
  from: userIn(payload, 'from'),
  place: placeOf(payload, me),
  text: stringIn(payload, 'text'),
});

/** A message as it comes: `bob: hello`, `#tea bob: hello`, `bob (to you): hello`, `* bob waves`. */
export function spokenLines(payload: Payload, { me, room, messages }: Shown): readonly SpokenLine[] {
  const [from, to] = [userIn(payload, 'from'), stringIn(payload, 'to')];
  const isPrivate = !to.startsWith('#');
  const aim = isPrivate ? (from.id === me ? ` (to ${to})` : ' (to you)') : '';
  const at = payload['waited'] === true ? `${minuteOf(numberIn(payload, 'time'))} ` : '';
  const where = isPrivate || to === room ? '' : `${to} `;
  const isAction = payload['style'] === 'action';
  const speaker = `${at}${where}${isAction ? '* ' : ''}${from.name}${aim}`;
  const begin = `${speaker}${isAction ? ' ' : ': '}`;
  return linesOf(answered(payload, messages) + stringIn(payload, 'text')).map((line) => ({
    text: begin + line,
    speaker: speaker.length,
  }));
}

/** An earlier entry: `21:31 [142] alice: hello`. The number names the message in commands. */
export function pastLines(payload: Payload, messages: RecentMessages, now: Millis): readonly string[] {
  const time = timeSince(numberIn(payload, 'time'), now);
  if (!isMessage(payload)) return [`${time} * ${newsText(payload, messages)}`];
  const head = `${time} [${numberOf(stringIn(payload, 'cursor'))}] ${userIn(payload, 'from').name}: `;
  const mark = payload['edited'] === true && payload['removed'] !== true ? ' (edited)' : '';
  const lines = linesOf(answered(payload, messages) + saidText(payload)).map((line) => head + line);
  return [...lines.slice(0, -1), `${lines.at(-1)}${mark}`];
}

/** `21:31 [142] #tea, alice: the part with the words`. */
export function hitLine(payload: Payload, me: number, now: Millis): string {
  const { snippet } = payload;
  const part = typeof snippet === 'object' && snippet !== null && 'text' in snippet ? String(snippet.text) : '';
  const head = `${timeSince(numberIn(payload, 'time'), now)} [${numberOf(stringIn(payload, 'cursor'))}]`;
  return `${head} ${placeOf(payload, me)}, ${userIn(payload, 'from').name}: ${part.replaceAll(/\s*[\r\n]+\s*/g, ' ')}`;
}

const saidText = (payload: Payload): string =>
  payload['style'] === 'action'
    ? `* ${userIn(payload, 'from').name} ${stringIn(payload, 'text')}`
    : stringIn(payload, 'text');

/** Which message it answers, before its text. */
function answered(payload: Payload, messages: RecentMessages): string {
  const reply = stringIn(payload, 'reply');
  if (reply === '') return '';
  const known = messages.at(reply);
  if (!known) return `(answers ${numberOf(reply)}) `;
  return `(answers ${numberOf(reply)}, ${known.from.name}: ${oneLine(known.text)}) `;
}

/** What happened besides messages, in words, without the room. */
export function newsText(payload: Payload, messages: RecentMessages): string {
  const name = userIn(payload, 'from').name;
  const target = messages.at(stringIn(payload, 'target'));
  const reason = stringIn(payload, 'reason');
  switch (payload['kind']) {
    case 'edited': {
      const was = target === undefined ? 'a message' : `"${oneLine(target.text)}"`;
      return `${name} changed ${was} to "${oneLine(stringIn(payload, 'now'))}"`;
    }
    case 'removed':
      return stringIn(payload, 'text') + (reason === '' ? '' : ` (${reason})`);
    case 'reacted': {
      if (!target) return stringIn(payload, 'text');
      const emoji = stringIn(payload, 'emoji');
      const whose = `${target.from.name}: ${oneLine(target.text)}`;
      return payload['on'] === true
        ? `${name} reacted ${emoji} to ${whose}`
        : `${name} took back ${emoji} from ${whose}`;
    }
    default:
      return stringIn(payload, 'text').replaceAll(/\s*[\r\n]+\s*/g, ' ');
  }
}

/** The beginning of a text. */
export function oneLine(text: string): string {
  const [first = '', ...more] = linesOf(text);
  const cut = beginningOf(harmless(first), maxRepeated);
  return cut.length < first.length || more.length > 0 ? `${cut}…` : cut;
}

/** In local time, without the day if that is today. */
const timeSince = (at: Millis, now: Millis): string =>
  dayOf(at) === dayOf(now) ? minuteOf(at).slice(-5) : minuteOf(at);
