import type { Entry, Signal } from '#chat/event.ts';
import type { As } from '#chat/hub/format.ts';

import { doneSentence, invitationSentence, roomEndSentence } from './moderation-sentences.ts';
import { signalSentence } from './signal-sentence.ts';

/**
 * The sentence that is sent to a session besides messages, on wires of text: the server stops, or ends the session; something is
 * done to its user; a room of the user is closed or renamed. Undefined for everything else. `toEnter`: returns the sentence that says
 * how to enter a room to which the user is invited.
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
