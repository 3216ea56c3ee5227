import type { RunningChat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Log } from './log.ts';

/** Checks during one timeout. No session is ended early, or later than one check after its timeout. */
const checksPerTimeout = 10;

/**
 * Ends sessions that do not log in within the timeout. Session numbers rise, so no timer or memory per session is
 * needed: sessions opened before the check `checksPerTimeout` checks ago end now. Returns a function that stops the checks.
 */
export function keepLoginTimeout(chat: RunningChat, timeout: Millis, log: Log): () => void {
  /** For each of the last checks: how many sessions had been opened before it. */
  const opened: number[] = [chat.opened];
  let cancelTimer = (): void => {};
  function look(): void {
    cancelTimer = chat.clock.after(timeout / checksPerTimeout, look);
    opened.push(chat.opened);
    if (opened.length <= checksPerTimeout) return;
    const ended = chat.endWithoutLogin(opened.shift() ?? 0);
    if (ended > 0) log('nobody-came', { sessions: ended });
  }
  cancelTimer = chat.clock.after(timeout / checksPerTimeout, look);
  return () => cancelTimer();
}
