import process from 'node:process';

import { endMarked } from '#lab/check/confine/end-marked-processes.ts';

import { checkHandIn } from './check-hand-in.ts';
import type { Order, WorkerNews } from './hand-in-order.ts';

// Checks one hand-in in a separate process, within the hand-in's namespaces. The order and the result are messages.

let mark: string | undefined;
let done = false;

function tell(news: WorkerNews): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(news, undefined, undefined, () => resolve());
    else resolve();
  });
}

// The parent process has ended, so the result is no longer needed.
process.once('disconnect', () => {
  if (done) return;
  if (mark !== undefined) endMarked(mark);
  process.kill(process.pid, 'SIGKILL');
});

process.once('message', (order: Order) => {
  if (order.assignment.isolation.level === 'group') ({ mark } = order);
  void checkHandIn(order, ({ check, verdict }) => void tell({ kind: 'check', id: check.id, verdict }))
    .then((result) => tell({ kind: 'done', result }))
    .finally(() => {
      done = true;
      process.disconnect?.();
    });
});
