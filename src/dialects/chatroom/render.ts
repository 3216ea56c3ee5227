import type { Frame } from '#text/frames.ts';
import { type Entry, isChannel, type Signal } from '#chat/event.ts';
import { linesOf } from '#text/lines.ts';
import { minuteOf } from '#text/local-time.ts';
import type { As, Render } from '#chat/hub/session.ts';
import { visible } from '#text/visible.ts';

import { openPush, sealedPush } from './codec.ts';
import { pushFrame } from './push.ts';

export const publicHead = '*** Incoming Public Message ***: ';
export const privateHead = '*** Incoming Private Message ***: ';

/**
 * What a chatroom client hears: what is said, and that the server stops. The frame is a push, no bytes of the wire.
 * The same for all chatroom listeners.
 */
export const renderChatroom: Render = (happening, as) => {
  if ('kind' in happening) return told(happening);
  return happening.event.kind === 'message' ? said(happening, happening.event.text, as) : undefined;
};

/** A sentence of the server, to one client. */
export const info = (sentence: string): Frame =>
  pushFrame({ number: openPush, seq: 0, head: '', speaker: '', lines: [`[INFO] ${sentence}`] });

function told(signal: Signal): Frame | undefined {
  if (signal.kind === 'roster') return undefined;
  if (signal.kind === 'stopping') return info(`Server will shut down in ${Math.ceil(signal.wait / 1000)} seconds`);
  return info(signal.why === 'replaced' ? 'You came in from another place.' : 'Your account was changed.');
}

/** The original's client writes what it reads to the terminal, so there is nothing in it that a terminal obeys. */
function said(entry: Entry, text: string, as: As): Frame {
  const { seq, room } = entry;
  const speaker = entry.from.name;
  const lines = linesOf(text).map(visible);
  if (!room || isChannel(room)) return pushFrame({ number: openPush, seq, head: publicHead, speaker, lines });
  if (as === 'other') return pushFrame({ number: sealedPush, seq, head: privateHead, speaker, lines });
  return pushFrame({ number: sealedPush, seq, head: privateHead + marked(entry, as), speaker: '', lines });
}

/** These never stand in the original: one's own words from elsewhere, and what was said some time ago. */
function marked({ from, room, at }: Entry, as: As): string {
  return as === 'self' ? `${from.name} (to ${room?.name}): ` : `${from.name} (${minuteOf(at)}): `;
}
