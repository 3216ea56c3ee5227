import type { RunningChat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Log } from './log.ts';

/** Checks within the timeout. Nobody is disconnected early, and nobody later than one check after it. */
const looks = 10;

/**
 * Ends sessions that do not log in within the timeout. Sessions are numbered as they are opened, so this needs no timer and
 * no memory per session: those opened before the check `looks` checks ago end now. Returns what stops it.
 */
export function keepLoginTimeout(chat: RunningChat, timeout: Millis, log: Log): () => void {
  /** How many sessions had been opened at each of the last checks. */
  const opened: number[] = [chat.opened];
  let callOff = (): void => {};
  function look(): void {
    callOff = chat.clock.after(timeout / looks, look);
    opened.push(chat.opened);
    if (opened.length <= looks) return;
    const ended = chat.dismiss(opened.shift() ?? 0);
    if (ended > 0) log('nobody-came', { sessions: ended });
  }
  callOff = chat.clock.after(timeout / looks, look);
  return () => callOff();
}
