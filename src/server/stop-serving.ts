import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';
import type { Captures } from './capture/captures.ts';
import type { CountedLog } from './counted-log.ts';
import type { LineQueue } from './line-queue.ts';
import type { Listeners } from './listeners.ts';

/** The parts that use the data directory. */
export interface Kept {
  readonly store: Store;
  readonly search: SearchIndex;
  close(): Promise<void>;
}

/** What a server consists of when it has started. */
export interface ServerParts {
  readonly chat: RunningChat;
  readonly kept: Kept;
  readonly captures: Captures;
  readonly listeners: Listeners;
  readonly stopLoginTimeout: () => void;
  readonly file: LineQueue | undefined;
  /** How long sessions have to end by themselves, in ms. */
  readonly grace: number;
  readonly print: (line: string) => void;
  readonly log: CountedLog;
}

/** How long a stop waits for another program that keeps the database locked, in ms. */
const lockTimeout = 5000;

/** Tells all sessions, waits for the grace period unless hurried, and ends every part. */
export async function stopServing(parts: ServerParts, hurry: Promise<void>): Promise<void> {
  const { chat, kept, captures, listeners, file, log } = parts;
  log('stopping', { sessions: chat.sessions });
  await stopListening(parts);
  await waitForGrace(parts, hurry);
  kept.store.waitForLock(lockTimeout);
  await Promise.all([chat.closeAll(hurry), listeners.finish()]);
  await chat.stop();
  await captures.close();
  await kept.close();
  log.flush();
  await file?.emptied();
}

/** Ends every part after the chat has ended by itself, because it cannot continue. */
export async function endAfterFailure(parts: ServerParts): Promise<void> {
  const { chat, kept, captures, listeners, log } = parts;
  await stopListening(parts);
  chat.abandon();
  await listeners.finish();
  await captures.close();
  log.flush();
  await closeAnyway(kept);
}

/** Reports the error that ended the server, not later errors of a failing disk. */
export const closeAnyway = (kept: Kept): Promise<void> => kept.close().catch(() => {});

async function stopListening({ stopLoginTimeout, listeners }: ServerParts): Promise<void> {
  stopLoginTimeout();
  listeners.stopping();
  await listeners.close();
}

/** Waits for the grace period, or until all sessions have ended. */
async function waitForGrace({ chat, grace, print }: ServerParts, hurry: Promise<void>): Promise<void> {
  if (chat.sessions === 0) return;
  const seconds = grace / 1000;
  const time = seconds === 1 ? '1 second' : `${seconds} seconds`;
  if (grace > 0) print(`stopping in ${time}; everybody was told. A second signal stops at once.`);
  chat.announce(grace);
  let cancelTimer = (): void => {};
  const waited = new Promise<void>((resolve) => {
    cancelTimer = chat.clock.after(grace, resolve);
  });
  // If the chat has ended by itself, there are no sessions to wait for; `stop` gives the reason.
  await Promise.race([waited, hurry, chat.whenEmpty(), chat.finished.catch(() => {})]);
  cancelTimer();
}
