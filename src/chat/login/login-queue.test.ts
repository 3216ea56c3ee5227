import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createTestClock } from '../../../test/test-clock.ts';
import { Attempts } from './attempts.ts';
import { LoginQueue } from './login-queue.ts';
import type { Brake, LaneName, PasswordWork } from './password-work.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose work is done when the test says so. */
class Desk {
  readonly clock = createTestClock();
  readonly queue = new LoginQueue(this.clock);
  readonly attempts = new Attempts();
  /** What was begun, in that order. */
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  readonly #inHand = new Map<string, () => void>();

  /** Work from `network`, named for it and its number. */
  add(label: string, network: string, lane: LaneName = 'login', brakes: readonly Brake[] = []): PasswordWork {
    return this.#add(label, { network, lane, brakes, hurried: false });
  }

  /** A wrong password for that name, which is known to be wrong when the work is done. */
  guess(name: string, network: string, hurried = false): PasswordWork {
    const attempt = { name, network };
    const brakes = this.attempts.brakes(attempt, false);
    return this.#add(`${name} ${network}`, { network, lane: 'login', brakes, hurried }, () =>
      this.attempts.wrong(attempt, this.clock.elapsed()),
    );
  }

  #add(label: string, rest: Omit<PasswordWork, 'run' | 'refuse'>, done = (): void => {}): PasswordWork {
    const work: PasswordWork = {
      ...rest,
      run: async () => {
        this.begun.push(label);
        await new Promise<void>((resolve) => this.#inHand.set(label, resolve));
        done();
      },
      refuse: () => void this.refused.push(label),
    };
    if (!this.queue.add(work)) this.refused.push(label);
    return work;
  }

  get inHand(): readonly string[] {
    return [...this.#inHand.keys()];
  }

  async finish(label: string): Promise<void> {
    this.#inHand.get(label)?.();
    this.#inHand.delete(label);
    await turn();
  }

  /** Finishes one after the other whatever can be done without a wait; returns how much that was. */
  async finishAll(): Promise<number> {
    let count = 0;
    for (let [first] = this.inHand; first !== undefined; [first] = this.inHand) {
      count++;
      await this.finish(first);
    }
    return count;
  }
}

describe('the order of password work', () => {
  test('is two at a time, and one from each network in turn', async () => {
    const desk = new Desk();
    for (const label of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) desk.add(label, label.slice(0, 1));
    assert.deepEqual(desk.inHand, ['a1', 'a2']);
    await desk.finishAll();
    assert.deepEqual(desk.begun, ['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']);
  });

  test('gives each lane its turn, with any number waiting in others', async () => {
    const desk = new Desk();
    for (let n = 1; n <= 20; n++) desk.add(`guess${n}`, `network${n}`);
    for (let n = 1; n <= 20; n++) desk.add(`hash${n}`, `network${n}`, 'registration');
    desk.add('owner', 'home', 'known');
    await desk.finish('guess1');
    await desk.finish('guess2');
    await desk.finish('hash1');
    assert.deepEqual(desk.begun.slice(2, 5), ['hash1', 'owner', 'guess3']);
  });

  test('keeps what shares a brake one after the other, and no place for it meanwhile', async () => {
    const desk = new Desk();
    desk.guess('alice', 'a');
    desk.guess('alice', 'a');
    desk.guess('bob', 'a');
    assert.deepEqual(desk.inHand, ['alice a', 'bob a']);
  });
});

describe('a slowed login', () => {
  test('keeps no place, and is begun when its time has come', async () => {
    const desk = new Desk();
    for (let n = 0; n < 3; n++) {
      desk.guess('alice', 'a');
      await desk.finish('alice a');
    }
    desk.guess('alice', 'a');
    desk.add('bob', 'a');
    desk.add('carol', 'b');
    assert.deepEqual(desk.inHand, ['bob', 'carol']);
    await desk.finishAll();
    await desk.clock.pass(999);
    assert.deepEqual(desk.inHand, []);
    await desk.clock.pass(1);
    assert.deepEqual(desk.inHand, ['alice a']);
  });

  test('is read again when it is taken: many guesses at once cost what they cost one after the other', async () => {
    const alone = new Attempts();
    let now = 0;
    const times = Array.from({ length: 24 }, (_, n) => {
      const attempt = { name: `name${n}`, network: 'a' };
      for (const brake of alone.brakes(attempt, false)) now = Math.max(now, brake.next());
      alone.wrong(attempt, now);
      return now;
    });
    const desk = new Desk();
    for (let n = 0; n < 24; n++) desk.guess(`name${n}`, 'a');
    const seen: number[] = [];
    while (seen.length < 24) {
      const count = await desk.finishAll();
      seen.push(...Array<number>(count).fill(desk.clock.elapsed()));
      await desk.clock.pass(100);
    }
    assert.deepEqual(seen, times);
  });

  test('at one name from many addresses is one at a time once that costs time', async () => {
    const desk = new Desk();
    for (let n = 0; n < 40; n++) desk.guess('alice', `network${n}`);
    assert.equal(await desk.finishAll(), 10);
    await desk.clock.pass(1000);
    assert.equal(await desk.finishAll(), 1);
    await desk.clock.pass(2000);
    assert.equal(await desk.finishAll(), 1);
  });

  test('is refused beyond three of a name and network, and where it cannot wait', async () => {
    const desk = new Desk();
    for (let n = 0; n < 3; n++) {
      desk.guess('alice', 'a');
      await desk.finish('alice a');
    }
    for (let n = 0; n < 5; n++) desk.guess('alice', 'a');
    assert.equal(desk.refused.length, 2);
    desk.guess('alice', 'a', true);
    assert.equal(desk.refused.length, 3);
  });

  test('is dropped at once, and leaves no timer', async () => {
    const desk = new Desk();
    for (let n = 0; n < 3; n++) {
      desk.guess('alice', 'a');
      await desk.finish('alice a');
    }
    const held = desk.guess('alice', 'a');
    desk.queue.drop(held);
    assert.deepEqual(desk.refused, ['alice a']);
    await desk.clock.pass(60_000);
    assert.equal(desk.begun.length, 3);
    desk.guess('alice', 'a');
    assert.equal(desk.begun.length, 4, 'nothing is left behind');
  });
});

describe('dropping', () => {
  test('drops waiting work, not running work', async () => {
    const desk = new Desk();
    const works = ['a1', 'a2', 'a3', 'a4'].map((label) => desk.add(label, 'a'));
    for (const work of works) desk.queue.drop(work);
    assert.deepEqual(desk.refused, ['a3', 'a4']);
    await desk.finishAll();
    assert.deepEqual(desk.begun, ['a1', 'a2']);
  });
});

describe('what may wait', () => {
  const fill = (desk: Desk, network: string, lane?: LaneName): number => {
    const before = desk.refused.length;
    for (let n = 0; n < 1000; n++) desk.add(`${network} ${n}`, network, lane);
    return 1000 - (desk.refused.length - before);
  };

  test('of one network is an eighth, and more than a class', () => {
    assert.equal(fill(new Desk(), 'a'), 4096 / 8 + 2, 'two are in hand');
  });

  test('goes to the address that has least, when it is full', () => {
    const desk = new Desk();
    for (let n = 0; n < 8; n++) fill(desk, `network${n}`);
    const refused = desk.refused.length;
    for (let n = 0; n < 16; n++) desk.add(`class ${n}`, 'class');
    const dropped = desk.refused.slice(refused);
    assert.equal(dropped.length, 16);
    assert.equal(new Set(dropped.map((label) => label.split(' ')[0])).size, 8, 'two from each of the eight');
    assert.ok(
      dropped.every((label) => Number(label.split(' ')[1]) >= 510),
      'what came last',
    );
    assert.equal(fill(desk, 'class', 'known'), 512, 'each lane has its own room');
  });

  test('is refused to a network that has as much as any other', () => {
    const desk = new Desk();
    for (let n = 0; n < 5000; n++) desk.add(`network${n}`, `network${n}`);
    assert.equal(desk.refused.length, 5000 - 4096 - 2);
    assert.equal(desk.refused[0], 'network4098');
  });

  test('is given back when it is dropped', () => {
    const desk = new Desk();
    const waiting = Array.from({ length: 200 }, (_, n) => desk.add(`a${n}`, 'a'));
    for (const work of waiting) desk.queue.drop(work);
    assert.ok(fill(desk, 'a') >= 256);
  });
});
