import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const url = (module: string): string => JSON.stringify(import.meta.resolve(`#store/${module}`));

/** A program that opens a store and writes this many megabytes, waiting for each checkpoint. */
const program = (megabytes: number): string => `
  const { openStore } = await import(${url('open-store.ts')});
  const { CheckpointThread } = await import(${url('checkpoint-thread.ts')});
  const { HandMadeOrder } = await import(${url('hand-made-order.suite.ts')});
  let running;
  const checkpointer = (file) => {
    const thread = new CheckpointThread(file);
    return { run: () => (running = thread.run()), close: () => thread.close() };
  };
  const store = await openStore({ dir: ${JSON.stringify(dir)}, durability: 'strict', parts: { checkpointer } });
  const order = new HandMadeOrder();
  const said = () => order.message({ id: 3, name: 'a' }, { id: 4, name: '#a' }, 'x'.repeat(16_000));
  try {
    for (let n = 0; n < ${megabytes * 8}; n++) {
      order.batch(store, ...Array.from({ length: 8 }, said));
      await store.durable();
      await running?.catch(() => {});
    }
    console.log('written');
  } catch (error) {
    console.log(error.name, error.exit, error.cause.errcode ?? 'in the thread', error.message);
    process.exit();
  }`;

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, (error, out) => (error ? reject(error) : resolve(out)));
  });
}

test('the thread that checkpoints does not keep the process alive', async () => {
  const out = await run(process.execPath, ['--input-type=module', '-e', program(12)]);
  assert.equal(out, 'written\n');
});

test('a database that cannot grow stops the node', { skip: process.platform === 'win32' && 'no ulimit' }, async () => {
  const limited = 'ulimit -f 10240; exec "$0" --input-type=module -e "$1"';
  const out = await run('bash', ['-c', limited, process.execPath, program(40)]);
  assert.match(out, /^StoreError 74 in the thread The disk fails: .*polylogue\.db .*\(disk I\/O error\)/);
});
