import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FairTurns, hasSpace, spaceBytes, turnBytes, turnTime } from './fair-turns.ts';
import { Gathered } from '#chat/hub/delivery/gathered-items.ts';
import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { ClientNetwork } from './client-network.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { Seat } from '#chat/hub/seat.ts';

/** Sessions that always have more to be given; each serving costs what the test says. */
class Scene {
  readonly served: number[] = [];
  time = 0;
  /** Between two sessions. */
  after = 0;
  bytes = 0;
  /** Time that other work has left of the turn. */
  allowed = Infinity;
  #now = 0;
  #seats = 0;
  #pauses: (() => void)[] = [];
  readonly turns: FairTurns = new FairTurns({
    elapsed: () => this.#now,
    pause: () => new Promise((resolve) => this.#pauses.push(resolve)),
    allows: (most) => Math.min(most, this.allowed),
    afterBatch: (run) => run(),
    serve: (next) => {
      const more: Seat[] = [];
      for (let seat = next(); seat; seat = next()) {
        const served = seat;
        this.turns.make(
          served,
          () => {
            this.served.push(served.id);
            this.#now += this.time;
          },
          () => this.bytes,
        );
        this.#now += this.after;
        more.push(served);
      }
      return more;
    },
  });

  seat(network = new ClientNetwork()): Seat & { readonly session: Ear } {
    const ear = new Ear();
    return Object.assign(new Seat(++this.#seats, ear, openRules, '', network), { session: ear });
  }

  /** The next turn of the event loop. */
  async pause(): Promise<readonly number[]> {
    for (const resolve of this.#pauses.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
    return this.served.splice(0);
  }
}

describe('work outside of batches', () => {
  test('takes no more than its time in a turn, and continues in the next', async () => {
    const scene = new Scene();
    scene.time = turnTime / 2;
    const seats = [1, 2, 3].map(() => scene.seat());
    for (const seat of seats) scene.turns.add(seat);
    assert.deepEqual(scene.served.splice(0), [1, 2]);
    assert.ok(scene.turns.spent);
    assert.deepEqual(await scene.pause(), [3, 1]);
    assert.deepEqual(await scene.pause(), [2, 3]);
  });

  test('takes less where other work has left less of the turn', async () => {
    const scene = new Scene();
    scene.time = turnTime / 2;
    scene.allowed = 1;
    for (const seat of [1, 2, 3].map(() => scene.seat())) scene.turns.add(seat);
    assert.deepEqual(scene.served.splice(0), [1]);
    scene.allowed = Infinity;
    assert.deepEqual(await scene.pause(), [2, 3]);
  });

  test('counts the time that sessions take to go on after their answers', async () => {
    const scene = new Scene();
    scene.after = turnTime / 2;
    const seats = [1, 2, 3].map(() => scene.seat());
    await scene.pause();
    // The first one is served at once; the others are found waiting by one run.
    for (const seat of seats) scene.turns.add(seat);
    scene.served.length = 0;
    assert.deepEqual((await scene.pause()).length, 2);
  });

  test('counts the writing at the end', async () => {
    const scene = new Scene();
    const seats = Array.from({ length: 1000 }, () => scene.seat());
    for (const seat of seats) scene.turns.add(seat);
    assert.ok(scene.served.length < 1000, `${scene.served.length} served in one turn`);
  });

  test('writes no more in a turn than its bytes', async () => {
    const scene = new Scene();
    scene.bytes = turnBytes;
    for (const seat of [scene.seat(), scene.seat()]) scene.turns.add(seat);
    assert.deepEqual(scene.served.splice(0), [1]);
    assert.deepEqual(await scene.pause(), [2]);
  });

  test('is made for addresses in turns', async () => {
    const scene = new Scene();
    scene.time = turnTime;
    const crowd = new ClientNetwork();
    for (let seat = 0; seat < 50; seat++) scene.turns.add(scene.seat(crowd));
    const alone = scene.seat();
    scene.turns.add(alone);
    scene.served.length = 0;
    const next = [...(await scene.pause()), ...(await scene.pause())];
    assert.ok(next.includes(alone.id), `${next.join(' ')}`);
  });

  test('waits until the peer has taken what was written', async () => {
    const scene = new Scene();
    const seat = scene.seat();
    const drained = Promise.withResolvers<void>();
    seat.session.outbox.queued = spaceBytes + 1;
    seat.session.outbox.drained = () => drained.promise;
    scene.turns.add(seat);
    assert.deepEqual(await scene.pause(), []);
    seat.session.outbox.queued = 0;
    drained.resolve();
    await Promise.resolve();
    assert.deepEqual(scene.served.splice(0), [seat.id]);
  });

  test('is not done for a session that is over', async () => {
    const scene = new Scene();
    scene.time = turnTime;
    const seats = [scene.seat(), scene.seat()] as const;
    for (const seat of seats) scene.turns.add(seat);
    scene.turns.forget(seats[1]);
    scene.served.length = 0;
    assert.deepEqual(await scene.pause(), [1]);
  });
});

test('a peer has space for 64 kB; where space is scarce, for what it is given next', () => {
  const seat = new Scene().seat();
  const { outbox } = seat.session;
  outbox.queued = spaceBytes;
  assert.ok(hasSpace(seat));
  seat.gathered = new Gathered();
  seat.gathered.unsent = 1;
  assert.ok(!hasSpace(seat));
  outbox.scarce = true;
  seat.gathered = undefined;
  outbox.queued = 1;
  assert.ok(!hasSpace(seat));
  outbox.queued = 0;
  assert.ok(hasSpace(seat));
});
