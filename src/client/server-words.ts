/** Sentences that servers of Polylogue send on several dialects, and what they mean for a client. */

/** The seconds in a shutdown notice; undefined for other texts. */
export function noticeIn(text: string): number | undefined {
  const [, seconds] = /^(?:The s|S)erver will shut down in (\d+) seconds?/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** After these sentences the client does not reconnect: it would replace the other session, be refused, or undo a logout. */
export const isDismissal = (text: string): boolean => dismissals.has(text);

const dismissals: ReadonlySet<string> = new Set([
  'You signed in elsewhere; this connection is closing.',
  'Your account was changed.',
  'You were logged out.',
]);
