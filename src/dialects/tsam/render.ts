import type { Frame } from '#text/frames.ts';
import { type Entry, isChannel, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import type { Render } from '#chat/hub/session.ts';
import { harmless, isHarmful } from '#text/visible.ts';

import { encode } from './codec.ts';

/**
 * Something said, as a mailbox hands it over. Messages stand a line each, so each line of one has its sender before it;
 * and nothing in it that a terminal obeys, because the original's client prints what it reads.
 */
export function letterWords(sender: string, text: string): string {
  if (!isHarmful(text)) return `From ${sender}: ${text}`;
  return linesOf(text)
    .map((line) => `From ${sender}: ${harmless(line)}`)
    .join('\n');
}

/**
 * What comes to a tsam client unasked: private words, for its mailbox, and notices. Rooms it asks about. The same for
 * all tsam listeners.
 */
export const renderTsam: Render = (happening, as) => {
  if ('kind' in happening) return noticed(happening);
  return as === 'self' ? undefined : letter(happening);
};

function letter({ event, from, room }: Entry): Frame | undefined {
  if (event.kind !== 'message' || !room || isChannel(room)) return undefined;
  return encode(letterWords(from.name, event.text));
}

function noticed(signal: Signal): Frame | undefined {
  if (signal.kind === 'roster') return undefined;
  if (signal.kind === 'stopping') return encode(`Server will shut down in ${Math.ceil(signal.wait / 1000)} seconds`);
  return encode(signal.why === 'replaced' ? 'You came in from another place.' : 'Your account was changed.');
}

const begins = encode('From ');

/** Whether a rendered frame is for the mailbox: a letter begins with its sender, and no notice does. */
export const isLetter = (frame: Frame): boolean => begins.every((byte, at) => frame[at] === byte);
