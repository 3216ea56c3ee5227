import type { Signal } from '#chat/event.ts';

/** The sentence for a signal on dialects that word it alike; undefined: nothing is sent. */
export function signalSentence(signal: Signal): string | undefined {
  if (signal.kind === 'stopping') return `Server will shut down in ${Math.ceil(signal.wait / 1000)} seconds`;
  if (signal.kind !== 'ended') return undefined;
  return signal.why === 'replaced'
    ? 'You signed in elsewhere; this connection is closing.'
    : 'Your account was changed.';
}
