import type { Entry, Signal } from '#chat/event.ts';
import type { As } from '#chat/hub/format.ts';

import { doneSentence, invitationSentence, roomEndSentence } from './moderation-sentences.ts';
import { signalSentence } from './signal-sentence.ts';

/**
 * The sentence of which a session is told besides messages, on wires of text: that the server stops or ends the session, what
 * is done to its user, and that a room of the user is closed or has another name. Undefined for everything else.
 * `toEnter`: how the user enters a room to which it is invited, a sentence.
 */
export function noticeSentence(
  happening: Entry | Signal,
  as: As,
  toEnter: (room: string) => string,
): string | undefined {
  if ('kind' in happening) return signalSentence(happening);
  if (as !== 'target') return roomEndSentence(happening);
  const invited = invitationSentence(happening);
  return invited === undefined ? doneSentence(happening) : `${invited} ${toEnter(happening.room?.name ?? '')}`;
}
