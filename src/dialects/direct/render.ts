import type { Frame } from '#text/frames.ts';
import { type Entry, isChannel } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { minuteOf } from '#text/local-time.ts';
import type { As, ByteFormat, Render } from '#chat/hub/format.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { harmless, isHarmful } from '#text/visible.ts';

import { newsSentence, newsText } from '../news-sentence.ts';
import { noticeSentence } from '../notice-sentence.ts';
import { line } from './codec.ts';

const toEnter = (room: string): string => `To join it, send ${room}:`;

/** Renders messages, and what the user is told besides them without having asked for news. */
export const renderDirect: Render = (happening, as) => {
  if ('seq' in happening && happening.event.kind === 'message') {
    return said(bracket(happening, as), spokenText(happening.from.name, happening.event));
  }
  const sentence = noticeSentence(happening, as, toEnter);
  return sentence === undefined ? undefined : line(sentence);
};

/**
 * Also renders what happens besides messages. No name begins with `#`, so a room in brackets is not taken for a sender.
 */
const renderNews: Render = (happening, as) => {
  if ('kind' in happening) return renderDirect(happening, as);
  const put = as === 'target' ? renderDirect(happening, as) : undefined;
  if (put) return put;
  const { room, event, from } = happening;
  if (event.kind === 'message') return said(bracket(happening, as), newsText(from.name, event));
  const sentence = newsSentence(happening);
  if (sentence === undefined) return undefined;
  return line(room && isChannel(room) ? `[${room.name}] * ${sentence}` : `* ${sentence}`);
};

/** The format of all direct clients: they hear the rooms that they have named. */
export const directFormat: ByteFormat = {
  render: renderDirect,
  joinable: true,
  pushes: true,
  takesMail: true,
  hears: () => false,
};

/** The format of clients that ask for news. */
export const directNewsFormat: ByteFormat = { ...directFormat, render: renderNews };

/** Only messages begin with a bracket, and names have no spaces, so the sender cannot be forged. */
function bracket({ from, room, at }: Entry, as: As): string {
  if (!room) return `[${from.name}] `;
  if (isChannel(room)) return `[${from.name} ${room.name}] `;
  if (as === 'self') return `[${from.name} → ${room.name}] `;
  return as === 'waited' ? `[${from.name} ${minuteOf(at)}] ` : `[${from.name}] `;
}

/** The original's client prints what it reads, so each line has its sender, and control characters are made visible. */
function said(speaker: string, text: string): Frame {
  if (!isHarmful(text)) return line(speaker + text);
  return line(
    linesOf(text)
      .map((each) => speaker + harmless(each))
      .join('\n'),
  );
}
