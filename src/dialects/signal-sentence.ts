import type { Ended, Signal } from '#chat/event.ts';
import { untilWords } from '#text/until-words.ts';

import { withReason } from './moderation-sentences.ts';

/** The sentence for a signal on dialects that word it alike; undefined: nothing is sent. */
export function signalSentence(signal: Signal): string | undefined {
  if (signal.kind === 'stopping') return `Server will shut down in ${Math.ceil(signal.wait / 1000)} seconds`;
  if (signal.kind !== 'ended') return undefined;
  return withReason(`${endings[signal.why]}${untilWords(signal)}.`, signal.reason);
}

/** Why a session has ended: sentences without a period at the end. */
const endings: Readonly<Record<Ended['why'], string>> = {
  replaced: 'You signed in elsewhere; this connection is closing',
  credential: 'Your account was changed',
  'logged-out': 'You were logged out',
  kicked: 'An operator of this server has closed your connection',
  banned: 'You were banned from this server',
};
