import type { Ended, Signal } from '#chat/event.ts';
import { withReason } from './moderation-sentences.ts';

/** The sentence for a signal on dialects that word it alike; undefined: nothing is sent. */
export function signalSentence(signal: Signal): string | undefined {
  if (signal.kind === 'stopping') return `Server will shut down in ${Math.ceil(signal.wait / 1000)} seconds`;
  return signal.kind === 'ended' ? withReason(endings[signal.why], signal.reason) : undefined;
}

const endings: Readonly<Record<Ended['why'], string>> = {
  replaced: 'You signed in elsewhere; this connection is closing.',
  credential: 'Your account was changed.',
  kicked: 'An operator of this server has closed your connection.',
  banned: 'You were banned from this server.',
};
