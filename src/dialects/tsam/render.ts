import { type Entry, isChannel, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import type { ItemFormat, Render } from '#chat/hub/format.ts';
import { harmless, isHarmful } from '#text/visible.ts';

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

/** What a client receives without a request: a letter for its mailbox, or a notice. `length`: in UTF-8 bytes. */
export interface Unasked {
  readonly kind: 'letter' | 'notice';
  readonly text: string;
  readonly length: number;
}

/** Clients poll rooms, and an account's mail. */
const render: Render<Unasked> = (happening, as) => {
  if ('kind' in happening) return noticed(happening);
  return as === 'self' ? undefined : letter(happening);
};

export const tsamFormat: ItemFormat<Unasked> = {
  render,
  joinable: false,
  pushes: false,
  takesMail: false,
  hears: () => false,
};

function letter({ event, from, room }: Entry): Unasked | undefined {
  if (event.kind !== 'message' || !room || isChannel(room)) return undefined;
  return unasked('letter', letterWords(from.name, event.text));
}

function noticed(signal: Signal): Unasked | undefined {
  const sentence = signalSentence(signal);
  return sentence === undefined ? undefined : unasked('notice', sentence);
}

const unasked = (kind: Unasked['kind'], text: string): Unasked => ({ kind, text, length: encode(text).length });
