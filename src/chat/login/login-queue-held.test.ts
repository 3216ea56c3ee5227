import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ControlledQueue } from './controlled-queue.suite.ts';
import type { Throttle } from './password-work.ts';

describe('many attempts that wait for one name', () => {
  /** One attempt at a time, and how often the throttle was asked for its time. */
  function oneAtATime(): { readonly throttle: Throttle; readonly asked: () => number } {
    let asked = 0;
    const next = (): number => {
      asked++;
      return 0;
    };
    const throttle: Throttle = { key: 'name', maxWaiting: Infinity, notBefore: next, concurrency: () => 1 };
    return { throttle, asked: () => asked };
  }

  test('cost no more per attempt than a few attempts do', async () => {
    const controlled = new ControlledQueue();
    const { throttle, asked } = oneAtATime();
    for (let n = 0; n < 200; n++) controlled.add(`a${n}`, `network${n}`, 'login', [throttle]);
    for (let n = 0; n < 20; n++) {
      const before = asked();
      await controlled.finish(`a${n}`);
      assert.ok(asked() - before < 10, `asked ${asked() - before} times`);
    }
    assert.equal(controlled.begun.length, 21);
  });

  test('are begun from each network in turn, before what their networks asked for later', async () => {
    const controlled = new ControlledQueue();
    const { throttle } = oneAtATime();
    for (const label of ['a1', 'a2', 'a3', 'b1', 'c1']) controlled.add(label, label.slice(0, 1), 'login', [throttle]);
    await controlled.finish('a1');
    for (let n = 0; n < 20; n++) controlled.add(`d${n}`, 'b');
    await controlled.finishAll();
    assert.deepEqual(
      controlled.begun.filter((label) => !label.startsWith('d')),
      ['a1', 'a2', 'b1', 'c1', 'a3'],
    );
    assert.ok(controlled.begun.indexOf('b1') < controlled.begun.indexOf('d3'));
  });

  test('are held back a portion at a time, and all of them at last', async () => {
    const controlled = new ControlledQueue();
    const { throttle, asked } = oneAtATime();
    for (const label of ['x', 'y']) controlled.add(label, label);
    controlled.add('first', 'network', 'known', [throttle]);
    for (let n = 0; n < 1000; n++) controlled.add(`a${n}`, `network${n}`, 'login', [throttle]);
    controlled.add('other', 'elsewhere');
    await controlled.finish('x');
    const before = asked();
    await controlled.finish('y');
    assert.ok(asked() - before <= 2 * 256);
    controlled.add('late', 'late', 'login', [throttle]);
    for (let n = 0; n < 4; n++) {
      const passed = asked();
      await controlled.clock.pass(1);
      assert.ok(asked() - passed <= 2 * 256);
    }
    assert.deepEqual(controlled.running, ['first', 'other']);
  });
});

for (const refused of ['withdrawn', 'refused'] as const) {
  test(`what waits for an attempt that is ${refused} is begun in time, where an attempt from elsewhere has delayed the name`, async () => {
    const controlled = new ControlledQueue();
    let next = 0;
    const name: Throttle = { key: 'name', maxWaiting: Infinity, notBefore: () => next, concurrency: () => 1 };
    controlled.add('first', 'a', 'login', [name]);
    controlled.add('other1', 'd');
    const second = controlled.add('second', 'b', 'login', [name], refused === 'refused');
    controlled.add('third', 'c', 'login', [name]);
    for (const label of ['other2', 'other3', 'other4']) controlled.add(label, label);
    await controlled.finish('other1');
    await controlled.finish('first');
    assert.deepEqual(controlled.running, ['other2', 'other3']);
    // One from a network that the account has used before: this throttle does not hold that back.
    next = 5000;
    if (refused === 'withdrawn') controlled.queue.drop(second);
    await controlled.finishAll();
    assert.deepEqual(controlled.refused, ['second']);
    await controlled.clock.pass(5000);
    assert.deepEqual(controlled.running, ['third']);
  });
}

test('attempts with two throttles in common do not go back and forth between them', async () => {
  const controlled = new ControlledQueue();
  let asked = 0;
  const notBefore = (): number => {
    asked++;
    return 0;
  };
  const [name, network] = ['name', 'network'].map((key): Throttle => ({
    key,
    maxWaiting: Infinity,
    notBefore,
    concurrency: () => 1,
  }));
  assert.ok(name && network);
  controlled.add('0', 'a', 'login', [name]);
  for (const label of ['1', '2']) controlled.add(label, 'a', 'login', [network, name]);
  controlled.add('3', 'a');
  for (const label of ['4', '5']) controlled.add(label, 'a', 'login', [network, name]);
  for (let [first] = controlled.running; first !== undefined; [first] = controlled.running) {
    asked = 0;
    await controlled.finish(first);
    assert.ok(asked < 100, `asked ${asked} times`);
  }
  assert.equal(controlled.begun.length, 6);
});

test('an attempt that was let through and is withdrawn before its turn is not begun', async () => {
  const controlled = new ControlledQueue();
  const name: Throttle = { key: 'name', maxWaiting: Infinity, notBefore: () => 0, concurrency: () => 1 };
  controlled.add('first', 'a', 'login', [name]);
  const second = controlled.add('second', 'b', 'login', [name]);
  controlled.add('other', 'c');
  controlled.add('new', 'd', 'registration');
  await controlled.finish('first');
  assert.deepEqual(controlled.running, ['other', 'new']);
  controlled.queue.drop(second);
  await controlled.finishAll();
  assert.deepEqual(controlled.refused, ['second']);
  assert.deepEqual(controlled.begun, ['first', 'other', 'new']);
});
