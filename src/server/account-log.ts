import type { RunningChat } from '#chat/chat.ts';
import type { Entry } from '#chat/event.ts';
import type { Log } from './log.ts';

/** Logs changes of accounts. Returns the number of entries since. */
export function logAccounts(chat: RunningChat, log: Log): () => number {
  let entries = 0;
  chat.watch(({ event, from }: Entry) => {
    entries++;
    if (event.kind === 'registered' || event.kind === 'credential' || event.kind === 'unregistered') {
      log(event.kind, { name: from.name });
    }
  });
  return () => entries;
}
