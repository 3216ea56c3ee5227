import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { CaptureDesk } from './capture-desk.ts';
import type { ToThread } from './capture-thread.ts';

/** The thread that writes captures. The chat comes first: on Linux, where that holds for one thread, it has less of the processor. */

const port = parentPort;
if (!port) throw new Error('This file is run as a worker.');
if (process.platform === 'linux') yieldToChat();
const desk = new CaptureDesk((message, transfer) => port.postMessage(message, transfer ?? []));
port.on('message', (message: ToThread) => desk.take(message));

function yieldToChat(): void {
  try {
    setPriority(10);
  } catch {
    // Where that is not allowed it goes on as it is.
  }
}
