import type { RunningChat } from '#chat/chat.ts';
import { isImported } from '#chat/event.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { JournalEvent } from '#dialects/journal.ts';
import type { Link } from '#link/link.ts';
import type { ListenOptions } from '#link/tcp/tcp.ts';
import { type Follower, originalLogFollower, type OriginalLogOutputs, verboseFollower } from './original-logs.ts';
import { type Log, stackOf } from './log.ts';

/** What follows the journals of all listeners. */
export interface FollowersOptions {
  readonly chat: RunningChat;
  readonly originalLogs: OriginalLogOutputs;
  /** Whether every link is logged. */
  readonly verbose: boolean;
  readonly log: Log;
}

export function followersOf(
  dialect: Dialect,
  url: string,
  { chat, originalLogs, verbose, log }: FollowersOptions,
): readonly Follower[] {
  const originalLog = originalLogFollower(dialect, originalLogs, log);
  if (originalLog) {
    chat.watch((entry) => {
      if (!isImported(entry)) originalLog({ kind: 'entry', entry, at: entry.at });
    });
  }
  return [...(originalLog ? [originalLog] : []), ...(verbose ? [verboseFollower(url, log)] : [])];
}

/** Most listeners have no followers; then this costs nothing. */
export function journalFor(followers: readonly Follower[]): Follower {
  if (followers.length === 0) return () => {};
  return (happening: JournalEvent) => {
    for (const follower of followers) follower(happening);
  };
}

/** Logs the events of a listener's links. */
export function reports(dialect: string, log: Log): Pick<ListenOptions, 'onSlow' | 'onError' | 'onAcceptError'> {
  const at = ({ peer }: Link): string => `${peer.address}:${peer.port}`;
  return {
    onSlow: (link) => log('slow-reader', { dialect, peer: at(link) }),
    onError: (error, link) => log('bug', { context: 'a link', dialect, peer: at(link), error: stackOf(error) }),
    onAcceptError: (error) => log('not-accepted', { dialect, error: error.message }),
  };
}
