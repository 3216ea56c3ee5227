import { type Entry, isChannel, type Seq, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import type { ItemFormat, Render } from '#chat/hub/format.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { harmless, isHarmful } from '#text/visible.ts';

import { doneSentence, invitationSentence, roomEndSentence } from '../moderation-sentences.ts';
import { signalSentence } from '../signal-sentence.ts';
import { encode } from './codec.ts';

/**
 * A message as fetched from a mailbox. Several messages are separated by line ends, so each line of a message has its
 * sender. Control characters are made visible, because the original's client prints what it reads.
 */
export function letterWords(sender: string, text: string): string {
  if (!isHarmful(text)) return `From ${sender}: ${text}`;
  return linesOf(text)
    .map((line) => `From ${sender}: ${harmless(line)}`)
    .join('\n');
}

/** The text of a letter about an invitation; undefined for other entries. */
export function invitationWords(entry: Entry): string | undefined {
  const invited = invitationSentence(entry);
  return invited === undefined
    ? undefined
    : letterWords(entry.from.name, `${invited} /join ${entry.room?.name} enters it.`);
}

/**
 * What a client receives without a request: a letter for its mailbox (the invitations of accounts are in the mail that
 * the chat keeps), a new text for a letter that may still be in it, or its removal, and a notice. `news`: a letter about
 * what was done to the user, or to a room that it is in. `seq`: of the message. `length`: in UTF-8 bytes.
 */
export type Unasked =
  | {
      readonly kind: 'letter' | 'invitation' | 'news' | 'changed';
      readonly seq: Seq;
      readonly text: string;
      readonly length: number;
    }
  | { readonly kind: 'removed'; readonly seq: Seq; readonly length: 0 }
  | { readonly kind: 'notice'; readonly text: string; readonly length: number };

/** Rooms and the mail of accounts are not rendered here: clients poll them. */
const render: Render<Unasked> = (happening, as) => {
  if ('kind' in happening) return noticed(happening);
  if (as === 'target') return invitation(happening) ?? news(happening, doneSentence(happening));
  return as === 'self' ? undefined : (letter(happening) ?? news(happening, roomEndSentence(happening)));
};

export const tsamFormat: ItemFormat<Unasked> = {
  render,
  joinable: false,
  pushes: false,
  takesMail: false,
  hears: () => false,
};

function invitation(entry: Entry): Unasked | undefined {
  const text = invitationWords(entry);
  return text === undefined ? undefined : { kind: 'invitation', seq: entry.seq, text, length: encode(text).length };
}

/** A client that polls must not take it for an answer, so it waits among the letters. */
function news({ seq, from }: Entry, sentence: string | undefined): Unasked | undefined {
  if (sentence === undefined) return undefined;
  const text = letterWords(from.name, sentence);
  return { kind: 'news', seq, text, length: encode(text).length };
}

function letter({ seq, event, from, room }: Entry): Unasked | undefined {
  if (!room || isChannel(room)) return undefined;
  const words = (text: string): { text: string; length: number } => {
    const letter = letterWords(from.name, text);
    return { text: letter, length: encode(letter).length };
  };
  switch (event.kind) {
    case 'message':
      return { kind: 'letter', seq, ...words(spokenText(from.name, event)) };
    case 'edited':
      return { kind: 'changed', seq: event.target, ...words(event.text) };
    case 'redacted':
      return { kind: 'removed', seq: event.target, length: 0 };
    default:
      return undefined;
  }
}

function noticed(signal: Signal): Unasked | undefined {
  const sentence = signalSentence(signal);
  return sentence === undefined ? undefined : { kind: 'notice', text: sentence, length: encode(sentence).length };
}
