import type { RunningChat } from '#chat/chat.ts';
import type { Entry } from '#chat/event.ts';
import type { Log } from './log.ts';

/** Logs changes of accounts. Returns the number of entries since. */
export function logAccounts(chat: RunningChat, log: Log): () => number {
  let entries = 0;
  chat.watch(({ event, from }: Entry) => {
    entries++;
    const { kind } = event;
    if (kind === 'registered' || kind === 'credential' || kind === 'unregistered') log(kind, { name: from.name });
    else if (kind === 'registeredWith') log('registered', { name: from.name, code: event.used.token });
  });
  return () => entries;
}
