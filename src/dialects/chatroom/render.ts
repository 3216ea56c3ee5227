import { type Entry, isChannel, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { minuteOf } from '#text/local-time.ts';
import type { As, ItemFormat, Render } from '#chat/hub/format.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { visible } from '#text/visible.ts';

import { doneSentence, invitationSentence } from '../moderation-sentences.ts';
import { signalSentence } from '../signal-sentence.ts';
import { openPush, sealedPush } from './codec.ts';
import { type Push, pushOf } from './push.ts';

const publicHead = '*** Incoming Public Message ***: ';
export const privateHead = '*** Incoming Private Message ***: ';

/** Renders messages, the shutdown notice, and what is done to the user: it was removed from #lobby, muted, invited … */
const render: Render<Push> = (happening, as) => {
  if ('kind' in happening) return told(happening);
  if (as === 'target') return done(happening);
  const { event, from } = happening;
  return event.kind === 'message' ? said(happening, spokenText(from.name, event), as) : undefined;
};

/** The format of all chatroom clients: they hear #lobby once their loop has begun and they have asked for it. */
export const chatroomFormat: ItemFormat<Push> = {
  render,
  joinable: false,
  pushes: true,
  takesMail: true,
  hears: () => false,
};

export const info = (sentence: string): Push =>
  pushOf({ number: openPush, seq: 0, head: '', speaker: '', lines: [`[INFO] ${sentence}`] });

function told(signal: Signal): Push | undefined {
  const sentence = signalSentence(signal);
  return sentence === undefined ? undefined : info(sentence);
}

/** Says what is done to the user in #lobby, where its messages to all go, or on the server, and that it was invited to a room. */
function done(entry: Entry): Push | undefined {
  const invited = invitationSentence(entry);
  if (invited !== undefined)
    return info(`${invited} This client cannot enter it; nick, direct, tsam and the page can.`);
  const sentence = !entry.room || isLobby(entry.room) ? doneSentence(entry) : undefined;
  return sentence === undefined ? undefined : info(sentence);
}

/** The original's client writes what it reads to the terminal, so control characters are made visible. */
function said(entry: Entry, text: string, as: As): Push {
  const { seq, room } = entry;
  const speaker = entry.from.name;
  const lines = linesOf(text).map(visible);
  if (!room || isChannel(room)) return pushOf({ number: openPush, seq, head: publicHead, speaker, lines });
  if (as === 'other') return pushOf({ number: sealedPush, seq, head: privateHead, speaker, lines });
  return pushOf({ number: sealedPush, seq, head: privateHead + marked(entry, as), speaker: '', lines });
}

/** Not in the original: messages of another session of the same account, and delayed ones. */
function marked({ from, room, at }: Entry, as: As): string {
  return as === 'self' ? `${from.name} (to ${room?.name}): ` : `${from.name} (${minuteOf(at)}): `;
}
