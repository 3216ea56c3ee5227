import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openIndexFile, removeIndexFile } from './index-file.ts';
import { openLog } from './log-source.ts';
import { MessageIndex } from './message-index.ts';
import { SearchEngine } from './search-engine.ts';
import type { FromSearch, SearchFiles, ToSearch } from './search-thread.ts';

/**
 * The thread that indexes and searches messages. The chat has priority: on Linux, where a priority can be set for one
 * thread, this thread has a lower one.
 */

const port = parentPort;
if (!port) throw new Error('This file is run as a worker.');
if (process.platform === 'linux') yieldToChat();

/** Places in the order for each table of words: merging one takes some 50 ms. */
const seqs = 32_768;

const files: SearchFiles = workerData;
const log = openLog(files.log);
const engine = new SearchEngine({
  open(anew) {
    if (anew) removeIndexFile(files.index);
    const db = openIndexFile(files.index);
    return { index: new MessageIndex({ db, log, seqs, elapsed: () => performance.now() }), close: () => db.close() };
  },
  nextTurn: setImmediate,
  later(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  warn: (sentence) => say({ kind: 'warning', sentence }),
});

port.on('message', (message: ToSearch) => {
  if (message.kind === 'close') {
    engine.close();
    log.close();
    port.close();
    return;
  }
  if (message.kind === 'hold') return engine.hold();
  engine.follow(message.epoch, message.shown);
  if (message.kind === 'find') answer(message);
});

function answer({ ask, find }: ToSearch & { kind: 'find' }): void {
  try {
    say({ kind: 'found', ask, found: engine.find(find) });
  } catch (error) {
    say({ kind: 'failed', ask, error: error instanceof Error ? error.message : String(error) });
  }
}

function say(message: FromSearch): void {
  port?.postMessage(message);
}

function yieldToChat(): void {
  try {
    setPriority(10);
  } catch {
    // Not allowed here: the priority stays as it is.
  }
}
