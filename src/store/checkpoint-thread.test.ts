import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { CheckpointThread } from './checkpoint-thread.ts';

test('the thread keeps the process alive while a checkpoint runs, also where it was to be started meanwhile', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'polylogue.db');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE thing (x)');
  let start = (): void => assert.fail('no timer');
  const thread = new CheckpointThread(file, {
    after(_ms, call) {
      start = call;
      return () => {};
    },
  });
  const calls: string[] = [];
  for (const name of ['ref', 'unref'] as const) {
    const real = Worker.prototype[name];
    t.mock.method(Worker.prototype, name, function (this: Worker) {
      calls.push(name);
      return real.call(this);
    });
  }
  // A server that was killed has its first checkpoint within the time after which the thread is started.
  const running = thread.run(true);
  start();
  assert.deepEqual(calls, ['ref']);
  await running;
  assert.deepEqual(calls, ['ref', 'unref']);
  await thread.run();
  start();
  assert.deepEqual(calls, ['ref', 'unref', 'ref', 'unref', 'unref']);
  await thread.close();
  db.close();
});
