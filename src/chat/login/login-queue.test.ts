import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { WrongPasswords } from './wrong-passwords.ts';
import { ControlledQueue } from './controlled-queue.suite.ts';
import type { LaneName } from './password-work.ts';

describe('the order of password work', () => {
  test('is two at a time, and one from each network in turn', async () => {
    const controlled = new ControlledQueue();
    for (const label of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) controlled.add(label, label.slice(0, 1));
    assert.deepEqual(controlled.running, ['a1', 'a2']);
    await controlled.finishAll();
    assert.deepEqual(controlled.begun, ['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']);
  });

  test('gives each lane its turn, with any number waiting in others', async () => {
    const controlled = new ControlledQueue();
    for (let n = 1; n <= 20; n++) controlled.add(`guess${n}`, `network${n}`);
    for (let n = 1; n <= 20; n++) controlled.add(`hash${n}`, `network${n}`, 'registration');
    controlled.add('owner', 'home', 'known');
    await controlled.finish('guess1');
    await controlled.finish('guess2');
    await controlled.finish('hash1');
    assert.deepEqual(controlled.begun.slice(2, 5), ['hash1', 'owner', 'guess3']);
  });

  test('is of one name of a network in turn', async () => {
    const controlled = new ControlledQueue();
    for (const label of ['x1', 'x2', 'x3', 'x4', 'x5']) controlled.addFor('x', label, 'school');
    for (const label of ['y1', 'y2']) controlled.addFor('y', label, 'school');
    await controlled.finishAll();
    assert.deepEqual(controlled.begun, ['x1', 'x2', 'x3', 'y1', 'x4', 'y2', 'x5']);
  });

  test('checks work under one throttle one after the other, and keeps no place for it meanwhile', async () => {
    const controlled = new ControlledQueue();
    controlled.guess('alice', 'a');
    controlled.guess('alice', 'a');
    controlled.guess('bob', 'a');
    assert.deepEqual(controlled.running, ['alice a', 'bob a']);
  });
});

describe('a delayed login', () => {
  test('keeps no place, and is begun when its time has come', async () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 3; n++) {
      controlled.guess('alice', 'a');
      await controlled.finish('alice a');
    }
    controlled.guess('alice', 'a');
    controlled.add('bob', 'a');
    controlled.add('carol', 'b');
    assert.deepEqual(controlled.running, ['bob', 'carol']);
    await controlled.finishAll();
    await controlled.clock.pass(999);
    assert.deepEqual(controlled.running, []);
    await controlled.clock.pass(1);
    assert.deepEqual(controlled.running, ['alice a']);
  });

  test('has its delay read again when it is taken: guesses at once are delayed as much as guesses in sequence', async () => {
    const alone = new WrongPasswords();
    let now = 0;
    const times = Array.from({ length: 24 }, (_, n) => {
      const attempt = { name: `name${n}`, network: 'a' };
      for (const throttle of alone.throttles(attempt, false)) now = Math.max(now, throttle.notBefore());
      alone.wrong(attempt, now);
      return now;
    });
    const controlled = new ControlledQueue();
    for (let n = 0; n < 24; n++) controlled.guess(`name${n}`, 'a');
    const seen: number[] = [];
    while (seen.length < 24) {
      const count = await controlled.finishAll();
      seen.push(...Array<number>(count).fill(controlled.clock.elapsed()));
      await controlled.clock.pass(100);
    }
    assert.deepEqual(seen, times);
  });

  test('for one name from many addresses is checked one at a time once wrong passwords are delayed', async () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 40; n++) controlled.guess('alice', `network${n}`);
    assert.equal(await controlled.finishAll(), 10);
    await controlled.clock.pass(1000);
    assert.equal(await controlled.finishAll(), 1);
    await controlled.clock.pass(2000);
    assert.equal(await controlled.finishAll(), 1);
  });

  test('is refused beyond three of a name and network, and where it cannot wait', async () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 3; n++) {
      controlled.guess('alice', 'a');
      await controlled.finish('alice a');
    }
    for (let n = 0; n < 5; n++) controlled.guess('alice', 'a');
    assert.equal(controlled.refused.length, 2);
    controlled.guess('alice', 'a', true);
    assert.equal(controlled.refused.length, 3);
  });

  test('is dropped at once, and leaves no timer', async () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 3; n++) {
      controlled.guess('alice', 'a');
      await controlled.finish('alice a');
    }
    const held = controlled.guess('alice', 'a');
    controlled.queue.drop(held);
    assert.deepEqual(controlled.refused, ['alice a']);
    await controlled.clock.pass(60_000);
    assert.equal(controlled.begun.length, 3);
    controlled.guess('alice', 'a');
    assert.equal(controlled.begun.length, 4, 'nothing is left behind');
  });
});

describe('dropping', () => {
  test('drops waiting work, not running work', async () => {
    const controlled = new ControlledQueue();
    const works = ['a1', 'a2', 'a3', 'a4'].map((label) => controlled.add(label, 'a'));
    for (const work of works) controlled.queue.drop(work);
    assert.deepEqual(controlled.refused, ['a3', 'a4']);
    await controlled.finishAll();
    assert.deepEqual(controlled.begun, ['a1', 'a2']);
  });
});

describe('a queue that is closed', () => {
  test('refuses what waits and what comes, and is over when what runs is done', async () => {
    const controlled = new ControlledQueue();
    for (const label of ['a1', 'a2', 'a3']) controlled.add(label, 'a');
    let over = 0;
    const ends = [1, 2].map(() => controlled.queue.close().then(() => over++));
    controlled.add('a4', 'a');
    assert.deepEqual(controlled.refused, ['a3', 'a4']);
    await controlled.finish('a1');
    assert.equal(over, 0);
    await controlled.finish('a2');
    await Promise.all(ends);
    assert.deepEqual(controlled.begun, ['a1', 'a2']);
  });

  test('is over at once where nothing runs', async () => {
    await new ControlledQueue().queue.close();
  });
});

describe('what may wait', () => {
  const fill = (controlled: ControlledQueue, network: string, lane?: LaneName): number => {
    const before = controlled.refused.length;
    for (let n = 0; n < 1000; n++) controlled.add(`${network} ${n}`, network, lane);
    return 1000 - (controlled.refused.length - before);
  };

  test('of one network is an eighth of the queue, and more than a class of students', () => {
    assert.equal(fill(new ControlledQueue(), 'a'), 4096 / 8 + 2, 'two are in hand');
  });

  test('goes to the names of a network that have least there, when that network has as much as it may', () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 600; n++) controlled.addFor('x', `x${n}`, 'school');
    const refused = controlled.refused.length;
    for (let n = 0; n < 300; n++) controlled.addFor(`name${n}`, `name${n}`, 'school');
    const dropped = controlled.refused.slice(refused);
    assert.equal(dropped.length, 300);
    assert.ok(dropped.every((label) => label.startsWith('x')));
    assert.equal(dropped[0], 'x513', 'what came last');
    for (let n = 0; n < 300; n++) controlled.addFor(`name${n}`, `again${n}`, 'school');
    assert.equal(controlled.refused.at(-1), 'again299', 'each name has as much as any other');
  });

  test('leaves space to the address with the least, when the queue is full', () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 8; n++) fill(controlled, `network${n}`);
    const refused = controlled.refused.length;
    for (let n = 0; n < 16; n++) controlled.add(`class ${n}`, 'class');
    const dropped = controlled.refused.slice(refused);
    assert.equal(dropped.length, 16);
    assert.equal(new Set(dropped.map((label) => label.split(' ')[0])).size, 8, 'two from each of the eight');
    assert.ok(
      dropped.every((label) => Number(label.split(' ')[1]) >= 510),
      'what came last',
    );
    assert.equal(fill(controlled, 'class', 'known'), 512, 'each lane has its own room');
  });

  test('is refused to a network that has as much as any other', () => {
    const controlled = new ControlledQueue();
    for (let n = 0; n < 5000; n++) controlled.add(`network${n}`, `network${n}`);
    assert.equal(controlled.refused.length, 5000 - 4096 - 2);
    assert.equal(controlled.refused[0], 'network4098');
  });

  test('is given back when it is dropped', () => {
    const controlled = new ControlledQueue();
    const waiting = Array.from({ length: 200 }, (_, n) => controlled.add(`a${n}`, 'a'));
    for (const work of waiting) controlled.queue.drop(work);
    assert.ok(fill(controlled, 'a') >= 256);
  });
});
