import type { RunningChat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Log } from './log.ts';

/** How many looks make the patience; nobody is sent away early, and at most one look late. */
const looks = 10;

/**
 * Ends sessions that nobody comes by within the patience. Sessions are numbered as they are opened, so that it costs
 * nothing a session: who is still nobody, and was there so many looks ago, has to go. Returns what stops it.
 */
export function keepPatience(chat: RunningChat, patience: Millis, log: Log): () => void {
  /** How many sessions there had been at each of the last looks. */
  const opened: number[] = [chat.opened];
  let callOff = (): void => {};
  function look(): void {
    callOff = chat.clock.after(patience / looks, look);
    opened.push(chat.opened);
    if (opened.length <= looks) return;
    const ended = chat.dismiss(opened.shift() ?? 0);
    if (ended > 0) log('nobody-came', { sessions: ended });
  }
  callOff = chat.clock.after(patience / looks, look);
  return () => callOff();
}
