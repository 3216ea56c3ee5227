import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Event, RoomRef, UserRef } from '#chat/event.ts';
import { CheckpointThread } from './checkpoint-thread.ts';
import { openStore } from './open-store.ts';
import type { ReplaceableParts } from './replaceable-parts.ts';
import { HandMadeOrder } from './hand-made-order.suite.ts';

const alice: UserRef = { id: 3, name: 'alice' };
const lobby: RoomRef = { id: 4, name: '#lobby' };

let top: string;
let dir: string;
let order: HandMadeOrder;
/** Timers of the store, called by the test. */
let later: (() => void)[];
/** The checkpoint started last. */
let checkpointed: Promise<unknown>;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  dir = join(top, 'data');
  order = new HandMadeOrder();
  later = [];
});
afterEach(() => rmSync(top, { recursive: true }));

const parts: Partial<ReplaceableParts> = {
  clock: {
    after(_, call) {
      later.push(call);
      return () => (later = later.filter((each) => each !== call));
    },
  },
  checkpointer(file) {
    const thread = new CheckpointThread(file);
    return {
      run: (empties) => {
        const run = thread.run(empties);
        checkpointed = run;
        return run;
      },
      close: () => thread.close(),
    };
  },
};

const open = (into = dir, more: Partial<ReplaceableParts> = parts): Promise<Store> =>
  openStore({ dir: into, durability: 'strict', parts: more });

async function told(store: Store, event: Event): Promise<number> {
  const outcome = order.accepted(alice, event, { room: lobby });
  order.batch(store, outcome);
  await store.durable();
  return outcome.seq;
}

/** The files of a directory that hold a text. */
const filesWith = (text: string, where = dir): readonly string[] =>
  readdirSync(where).filter((name) => readFileSync(join(where, name)).includes(text));

/** Fills several pages, and is written in many places. */
const textOf = (word: string): string => `${word} `.repeat(700);

describe('a text that was overwritten', () => {
  test('is in no file of the directory when the change is shown', async () => {
    const store = await open();
    const target = await told(store, { kind: 'message', text: textOf('helo') });
    const kept = await told(store, { kind: 'message', text: 'kept' });
    assert.notDeepEqual(filesWith('helo'), []);
    await told(store, { kind: 'edited', target, text: 'hello', was: textOf('helo') });
    assert.deepEqual(filesWith('helo'), []);
    assert.deepEqual(store.entry(kept)?.event, { kind: 'message', text: 'kept' });
    await store.close();
    assert.deepEqual(filesWith('helo'), []);
  });

  test('is erased soon, if another one was erased just before', async () => {
    const store = await open();
    const first = await told(store, { kind: 'message', text: 'first-words' });
    const second = await told(store, { kind: 'message', text: 'second-words' });
    const of = alice;
    await told(store, { kind: 'redacted', target: first, of });
    await told(store, { kind: 'redacted', target: second, of });
    assert.deepEqual(filesWith('first-words'), []);
    assert.notDeepEqual(filesWith('second-words'), []);
    for (const call of later) call();
    await checkpointed;
    assert.deepEqual(filesWith('second-words'), []);
    await store.close();
  });

  test('is erased when nobody reads the older state', async () => {
    const store = await open();
    const target = await told(store, { kind: 'message', text: 'rude words' });
    const reader = new DatabaseSync(join(dir, 'polylogue.db'), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM entry').get();
    await told(store, { kind: 'redacted', target, of: alice });
    assert.notDeepEqual(filesWith('rude words'), []);
    reader.close();
    for (const call of later) call();
    await checkpointed;
    assert.deepEqual(filesWith('rude words'), []);
    await told(store, { kind: 'message', text: 'and on' });
    await store.close();
  });

  test('is erased with the first batch of the next run, after a kill between the commit and the checkpoint', async () => {
    const held = { ...parts, checkpointer: () => ({ run: () => new Promise<never>(() => {}), close: async () => {} }) };
    const store = await open(dir, held);
    const target = await told(store, { kind: 'message', text: textOf('helo') });
    order.batch(store, order.accepted(alice, { kind: 'edited', target, text: 'hello' }, { room: lobby }));
    const found = join(top, 'found');
    mkdirSync(found);
    for (const name of ['polylogue.db', 'polylogue.db-wal']) copyFileSync(join(dir, name), join(found, name));
    assert.notDeepEqual(filesWith('helo', found), []);
    const next = await open(found);
    await told(next, { kind: 'message', text: 'on we go' });
    assert.deepEqual(filesWith('helo', found), []);
    assert.deepEqual(next.entry(target)?.event, { kind: 'message', text: 'hello', edited: target + 1 });
    await next.close();
    await store.close();
  });
});

test('a reaction is no longer there when its message was removed', async () => {
  const store = await open();
  const target = await told(store, { kind: 'message', text: 'tea?' });
  await told(store, { kind: 'reacted', target, emoji: '+1', on: true, of: alice });
  assert.deepEqual(store.reactions(target), [{ emoji: '+1', users: 1 }]);
  await told(store, { kind: 'redacted', target, of: alice });
  assert.deepEqual(store.reactions(target), []);
  await store.close();
});
