import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { HandTurns } from './hand-turns.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { leastPortion, portionTime, Portions } from './portions.ts';

describe('work for many', () => {
  test('is done in portions, in the order in which it was asked for, and never while a batch is under way', () => {
    const turns = new HandTurns();
    const done: string[] = [];
    let [time, counted] = [0, 0];
    const late: (() => void)[] = [];
    let isUnderWay = false;
    const portions = new Portions({
      clock: { elapsed: () => time },
      loop: turns,
      afterBatch: (run) => void (isUnderWay ? late.push(run) : run()),
      excludeTime: (ms) => (counted += ms),
    });
    const does = (name: string, count: number): void =>
      portions.each(
        Array.from({ length: count }, (_, nth) => ({ nth })),
        ({ nth }) => {
          time++;
          done.push(`${name}${nth}`);
        },
      );
    does('a', leastPortion + 2);
    does('b', 3);
    assert.deepEqual([done.length, counted], [leastPortion, leastPortion]);
    isUnderWay = true;
    turns.run();
    assert.equal(done.length, leastPortion);
    for (const run of late) run();
    assert.deepEqual(done.slice(-5), [`a${leastPortion}`, `a${leastPortion + 1}`, 'b0', 'b1', 'b2']);
    assert.deepEqual([turns.waiting, counted], [[], leastPortion + 5]);
  });

  test('goes on in a turn as long as that has time', () => {
    const turns = new HandTurns();
    let [time, done] = [0, 0];
    const portions = new Portions({
      clock: { elapsed: () => time },
      loop: turns,
      afterBatch: (run) => run(),
      excludeTime: () => {},
    });
    portions.each(
      Array.from({ length: 1000 }, () => ({})),
      () => {
        done++;
        time += portionTime / (3 * leastPortion);
      },
    );
    assert.equal(done, 3 * leastPortion);
    turns.left = 0;
    turns.run();
    assert.equal(done, 4 * leastPortion);
  });
});

describe('many sessions', () => {
  const many = 3 * leastPortion;

  interface Scene {
    readonly hand: HandChat;
    readonly turns: HandTurns;
    readonly ears: readonly Ear[];
    readonly seats: readonly Seat<string>[];
  }

  /** They are in one room. Sending one a signal, or ending it, takes as long as a turn has time. */
  async function crowd(): Promise<Scene> {
    const turns = new HandTurns();
    const hand = await openHandChat(undefined, { loop: turns });
    class SlowEar extends Ear {
      override send(frames: Parameters<Ear['send']>[0]): void {
        super.send(frames);
        if (/^(?:stopping|ended)\|/.test(Buffer.from(frames[0] ?? []).toString())) hand.clock.time += portionTime;
      }
      override closed(): void {
        super.closed();
        hand.clock.time += portionTime;
      }
    }
    const ears = Array.from({ length: many }, () => new SlowEar());
    const seats = ears.map((ear) => hand.chat.open(ear));
    for (const [nth, seat] of seats.entries()) hand.ask(seat, 'come', { kind: 'came', as: { guest: `u${nth}` } }, '#a');
    await hand.bus.deliver();
    for (const ear of ears) ear.hear();
    return { hand, turns, ears, seats };
  }

  /** How many have been told, or have ended, after each turn. */
  function counts({ turns, ears }: Scene, isDone: (ear: Ear) => boolean): readonly number[] {
    const found = [ears.filter(isDone).length];
    while (turns.waiting.length > 0) {
      turns.run();
      found.push(ears.filter(isDone).length);
    }
    return found;
  }

  const inThree = [leastPortion, 2 * leastPortion, 3 * leastPortion];

  test('are told in several turns that the server stops', async () => {
    const scene = await crowd();
    scene.hand.chat.announce(1000);
    assert.deepEqual(
      counts(scene, ({ sends }) => sends.length > 0),
      inThree,
    );
    assert.deepEqual(new Set(scene.ears.map((ear) => ear.hear())), new Set(['stopping|']));
  });

  test('are not told anything once they are over', async () => {
    const { hand, turns, ears, seats } = await crowd();
    hand.chat.announce(1000);
    const [last, seat] = [ears.at(-1), seats.at(-1)];
    assert.ok(last && seat);
    hand.chat.close(seat);
    await hand.bus.deliver();
    while (turns.waiting.length > 0) turns.run();
    assert.equal(last.over, true);
    const told = ears.filter((ear) => ear.hear().includes('stopping|'));
    assert.deepEqual([told.length, told.includes(last)], [many - 1, false]);
  });

  test('are ended by a ban in several turns', async () => {
    const scene = await crowd();
    const { hand } = scene;
    void hand.chat.command({ kind: 'listed', list: 'ban', mask: 'u*' });
    await hand.bus.deliver();
    assert.deepEqual(
      counts(scene, ({ sends }) => sends.length > 0),
      inThree,
    );
    await hand.bus.deliver();
    assert.deepEqual(
      counts(scene, ({ over }) => over),
      inThree,
    );
  });

  test('that did not log in in time are closed in several turns, but for those that log in meanwhile', async () => {
    const { hand, turns } = await crowd();
    const late = Array.from({ length: 2 * leastPortion }, () => {
      const ear = new Ear();
      ear.closed = () => {
        ear.over = true;
        hand.clock.time += portionTime;
      };
      return { ear, seat: hand.chat.open(ear) };
    });
    assert.equal(hand.chat.endWithoutLogin(hand.chat.opened), late.length);
    assert.equal(late.filter(({ ear }) => ear.over).length, leastPortion);
    const last = late.at(-1);
    assert.ok(last);
    hand.ask(last.seat, 'come', { kind: 'came', as: { guest: 'late' } }, '#a');
    await hand.bus.deliver();
    while (turns.waiting.length > 0) turns.run();
    assert.equal(late.filter(({ ear }) => ear.over).length, late.length - 1);
    assert.equal(last.ear.over, false);
  });
});
