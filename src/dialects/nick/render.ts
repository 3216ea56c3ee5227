import { type Frame, joinFrames } from '#text/frames.ts';
import { type Entry, isChannel } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { minuteOf } from '#text/local-time.ts';
import type { As, ByteFormat, Render } from '#chat/hub/format.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { harmless, isHarmful } from '#text/visible.ts';

import { newsSentence, newsText } from '../news-sentence.ts';
import { noticeSentence } from '../notice-sentence.ts';
import { frame } from './codec.ts';

const toEnter = (room: string): string => `/join ${room} enters it.`;

/** Renders messages, and what the user is told besides them without having asked for news. */
export const renderNick: Render = (happening, as) => {
  if ('seq' in happening && happening.event.kind === 'message') {
    return said(speaker(happening, as), spokenText(happening.from.name, happening.event));
  }
  const sentence = noticeSentence(happening, as, toEnter);
  return sentence === undefined ? undefined : frame(sentence);
};

/** Also renders what happens besides messages. */
const renderNews: Render = (happening, as) => {
  if ('kind' in happening) return renderNick(happening, as);
  const put = as === 'target' ? renderNick(happening, as) : undefined;
  if (put) return put;
  const { event, from } = happening;
  if (event.kind === 'message') return said(speaker(happening, as), newsText(from.name, event));
  const sentence = newsSentence(happening);
  return sentence === undefined ? undefined : frame(`${place(happening)}* ${sentence}`);
};

export const nickFormat: ByteFormat = {
  render: renderNick,
  joinable: true,
  pushes: true,
  takesMail: true,
  hears: isLobby,
};

/** The format of clients that ask for news. */
export const nickNewsFormat: ByteFormat = { ...nickFormat, render: renderNews };

function speaker(entry: Entry, as: As): string {
  const { from, room, at } = entry;
  if (!room || isChannel(room)) return `${place(entry)}${from.name}: `;
  if (as === 'self') return `${from.name} (to ${room.name}): `;
  return as === 'waited' ? `${from.name} (to you, ${minuteOf(at)}): ` : `${from.name} (to you): `;
}

/** The channel in brackets, before lines of other channels than #lobby. Names cannot contain brackets at both ends, so no line of #lobby begins like this. */
const place = ({ room }: Entry): string => (room && isChannel(room) && !isLobby(room) ? `[${room.name}] ` : '');

/**
 * The original's client writes frames to the terminal unchanged, so a frame contains one line without control
 * characters.
 */
function said(speaker: string, text: string): Frame {
  return isHarmful(text)
    ? joinFrames(linesOf(text).map((line) => frame(speaker + harmless(line))))
    : frame(speaker + text);
}
