/** What servers of Polylogue say alike on several dialects, and what it means for a client. */

/** In how many seconds the server stops, where that is what it says. */
export function noticeIn(text: string): number | undefined {
  const [, seconds] = /^(?:The s|S)erver will shut down in (\d+) seconds?/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** The server ends this for good: whoever came back would be in the other one's way, or not be let in. */
export const isDismissal = (text: string): boolean =>
  text === 'You signed in elsewhere; this connection is closing.' || text === 'Your account was changed.';
