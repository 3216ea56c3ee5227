import type { RunningChat } from '#chat/chat.ts';
import type { Entry } from '#chat/event.ts';
import type { WrongPassword } from '#chat/logins.ts';
import type { Log } from './log.ts';
import { onceASecond, type Seldom } from './once-a-second.ts';

/** Logs what becomes of accounts. Returns how many entries there were since. */
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

/** Logs wrong passwords, for each listener at most one a second: guessing must not fill the disk. */
export function logWrongPasswords(log: Log): Seldom<WrongPassword> {
  const byListener = new Map<string, Seldom<WrongPassword>>();
  const tell = ({ listener, address, name }: WrongPassword, count: number): void =>
    log('wrong-password', { listener, address, name, count });
  const happened = (wrong: WrongPassword): void => {
    let seldom = byListener.get(wrong.listener);
    if (!seldom) byListener.set(wrong.listener, (seldom = onceASecond(tell)));
    seldom(wrong);
  };
  return Object.assign(happened, {
    flush() {
      for (const seldom of byListener.values()) seldom.flush();
    },
  });
}
