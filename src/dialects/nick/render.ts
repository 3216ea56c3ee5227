import { type Frame, joinFrames } from '#text/frames.ts';
import { type Entry, isChannel, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { minuteOf } from '#text/local-time.ts';
import type { As, ByteFormat, Render } from '#chat/hub/format.ts';
import { isLobby } from '#chat/lobby.ts';
import { spokenText } from '#chat/spoken-text.ts';
import { harmless, isHarmful } from '#text/visible.ts';

import { doneSentence, invitationSentence, roomEndSentence } from '../moderation-sentences.ts';
import { newsSentence, newsText } from '../news-sentence.ts';
import { signalSentence } from '../signal-sentence.ts';
import { frame } from './codec.ts';

/**
 * Renders messages, the shutdown notice, what is done to the user (it was removed from a room, muted, invited …), and that a
 * room of the user is closed or has another name.
 */
export const renderNick: Render = (happening, as) => {
  if ('kind' in happening) return told(happening);
  if (as === 'target') return done(happening);
  const { event, from } = happening;
  if (event.kind === 'message') return said(speaker(happening, as), spokenText(from.name, event));
  const sentence = roomEndSentence(happening);
  return sentence === undefined ? undefined : frame(sentence);
};

/** Also renders what happens beside messages. */
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

function told(signal: Signal): Frame | undefined {
  const sentence = signalSentence(signal);
  return sentence === undefined ? undefined : frame(sentence);
}

/** Says what is done to the user. */
function done(entry: Entry): Frame | undefined {
  const invited = invitationSentence(entry);
  if (invited !== undefined) return frame(`${invited} /join ${entry.room?.name} enters it.`);
  const sentence = doneSentence(entry);
  return sentence === undefined ? undefined : frame(sentence);
}

function speaker(entry: Entry, as: As): string {
  const { from, room, at } = entry;
  if (!room || isChannel(room)) return `${place(entry)}${from.name}: `;
  if (as === 'self') return `${from.name} (to ${room.name}): `;
  return as === 'waited' ? `${from.name} (to you, ${minuteOf(at)}): ` : `${from.name} (to you): `;
}

/** Of other channels than #lobby. No name begins and ends with brackets, and no line of #lobby begins so. */
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
