import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { MissedRanges } from '#chat/hub/catch-up/missed-ranges.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { Ear, HandClock, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import {
  Intake,
  intakeTime,
  maxCommonBytes,
  maxNetworkBytes,
  maxWaiting,
  maxWaitingBytes,
  networkIntakeTime,
} from './intake.ts';
import { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Pending } from './pending.ts';
import { Seat } from '#chat/hub/seat.ts';

const fail = (error: unknown): never => {
  throw error;
};

const clock = new HandClock();
const awaited: Seat[] = [];
const turns: (() => void)[] = [];
const intakeOf = (): Intake =>
  new Intake({
    onBug: fail,
    clock,
    rates: undefined,
    awaitRoom: (seat) => awaited.push(seat),
    turns: { next: (call) => void turns.push(call), allows: (most) => most },
  });

const pendingOf = (bytes: number): Pending => ({ bytes, settled: false, next: undefined, give: () => undefined });

const seatOf = (id: number, ear: Ear, network = new ClientNetwork()): Seat => new Seat(id, ear, openRules, '', network);

/** Adds what the seat may still ask. */
function fill(intake: Intake, seat: Seat, bytes: number): Pending[] {
  const added: Pending[] = [];
  while (intake.takes(seat)) {
    const pending = pendingOf(bytes);
    intake.add(seat, pending);
    added.push(pending);
  }
  return added;
}

/** Takes the first ones, this many, off its queue. */
function shift(intake: Intake, seat: Seat, count = Infinity): void {
  for (let taken = 0; seat.requests.first && taken < count; taken++) intake.shift(seat, seat.requests.first);
}

describe('a session', () => {
  test('may have 64 requests under way', () => {
    const intake = intakeOf();
    assert.equal(fill(intake, seatOf(1, new Ear()), 300).length, maxWaiting);
    assert.equal(maxWaiting, 64);
  });

  test('may have 256 kB under way, and the one request that exceeds that', () => {
    const intake = intakeOf();
    const seat = seatOf(1, new Ear());
    fill(intake, seat, 33_000);
    assert.equal(maxWaitingBytes, 256 * 1024);
    assert.ok(seat.requests.bytes >= maxWaitingBytes && seat.requests.bytes < maxWaitingBytes + 33_000);
  });

  test('takes its requests along to another address, and waits there', () => {
    const intake = intakeOf();
    const [crowd, other] = [new ClientNetwork(), new ClientNetwork()];
    const moving = seatOf(1, new Ear(), crowd);
    const seats = [moving, ...Array.from({ length: 40 }, (_, id) => seatOf(id + 2, new Ear(), crowd))];
    for (const seat of seats) fill(intake, seat, 8000);
    const { bytes } = moving.requests;
    assert.ok(bytes > 0 && crowd.underWay >= maxNetworkBytes);
    const before = crowd.underWay;
    intake.relocate(moving, () => (moving.network = other));
    assert.deepEqual([crowd.underWay, other.underWay], [before - bytes, bytes]);
    shift(intake, moving);
    assert.equal(other.underWay, 0);
    assert.equal(intake.takes(moving), true);
  });

  test('counts until its requests are removed', () => {
    const intake = intakeOf();
    const seat = seatOf(1, new Ear());
    for (const bytes of [1, 2, 3]) intake.add(seat, pendingOf(bytes));
    assert.deepEqual([intake.bytes, seat.network.underWay, seat.requests.count], [6, 6, 3]);
    shift(intake, seat, 2);
    assert.deepEqual([intake.bytes, seat.network.underWay, seat.requests.count], [3, 3, 1]);
    shift(intake, seat);
    assert.deepEqual(
      [intake.bytes, seat.network.underWay, seat.requests.count, seat.requests.last],
      [0, 0, 0, undefined],
    );
  });

  test('that was held is resumed once, when half of its queue is done', () => {
    const intake = intakeOf();
    const ear = new Ear();
    const seat = seatOf(1, ear);
    fill(intake, seat, 300);
    shift(intake, seat, 31);
    intake.resume();
    assert.equal(ear.resumed, 0);
    shift(intake, seat, 1);
    intake.resume();
    intake.resume();
    assert.equal(ear.resumed, 1);
  });

  test('that is over is not resumed, and no longer counts', () => {
    const intake = intakeOf();
    const ear = new Ear();
    const seat = seatOf(1, ear);
    fill(intake, seat, 300);
    intake.forget(seat);
    intake.resume();
    assert.equal(ear.resumed, 0);
    assert.deepEqual([intake.bytes, seat.network.underWay], [0, 0]);
  });

  test('that reads what waited for it cannot send requests meanwhile', () => {
    const intake = intakeOf();
    const ear = new Ear();
    const seat = seatOf(1, ear);
    seat.behind = new MissedRanges(1, 1, { arriving: true });
    assert.equal(intake.takes(seat), false);
    intake.retry(seat);
    assert.equal(ear.resumed, 0);
    seat.behind = undefined;
    intake.retry(seat);
    assert.equal(ear.resumed, 1);
  });

  test('whose peer does not take its answers cannot send requests until it has', () => {
    const intake = intakeOf();
    const ear = new Ear();
    const seat = seatOf(1, ear);
    ear.outbox.queued = spaceBytes;
    assert.equal(intake.takes(seat), true);
    ear.outbox.queued++;
    assert.equal(intake.takes(seat), false);
    assert.deepEqual(awaited.splice(0), [seat]);
    ear.outbox.queued = 1;
    ear.outbox.scarce = true;
    assert.equal(intake.takes(seat), false, 'where room is scarce, not a byte may wait');
    ear.outbox.queued = 0;
    intake.retry(seat);
    assert.equal(ear.resumed, 1);
    awaited.length = 0;
  });
});

describe('all together', () => {
  test('may have 32 MB under way, and those of one address an eighth of it', () => {
    const intake = intakeOf();
    assert.equal(maxCommonBytes, 32 * 1024 * 1024);
    const crowd = new ClientNetwork();
    for (let id = 0; id < 100; id++) fill(intake, seatOf(id, new Ear(), crowd), 16_000);
    assert.ok(crowd.underWay >= maxNetworkBytes && crowd.underWay < maxNetworkBytes + 16_000, `${crowd.underWay}`);
    assert.equal(maxNetworkBytes, maxCommonBytes / 8);
    assert.equal(fill(intake, seatOf(101, new Ear()), 300).length, maxWaiting, 'another address has room');
  });
});

describe('requests taken in one turn of the event loop', () => {
  test('is bounded in time; those that were late go first in the next, in turns over addresses', () => {
    const time = new HandClock();
    const due: (() => void)[] = [];
    const loop = { next: (call: () => void): void => void due.push(call), allows: (most: number) => most };
    const intake = new Intake({ onBug: fail, clock: time, rates: undefined, turns: loop, awaitRoom: () => {} });
    const order: number[] = [];
    const crowd = new ClientNetwork();
    const seats = [1, 2, 3, 4].map((id) => {
      const ear = new Ear();
      const seat = seatOf(id, ear, id < 4 ? crowd : new ClientNetwork());
      ear.resume = () => {
        order.push(id);
        if (intake.takes(seat)) time.time += networkIntakeTime + 1;
      };
      return seat;
    });
    const [first] = seats;
    assert.ok(first);
    for (let asked = 0; asked < 8; asked++) assert.ok(intake.takes(first), 'few in a turn are not counted');
    time.time += intakeTime + 1;
    for (let asked = 0; asked < 8; asked++) intake.takes(first);
    for (const seat of seats) assert.equal(intake.takes(seat), false);
    assert.deepEqual(order, []);
    due.shift()?.();
    assert.deepEqual(order, [1, 4]);
    due.shift()?.();
    assert.deepEqual(order, [1, 4, 2, 3]);
  });

  test('those that wait are not looked at once the time of the next turn is over, too', () => {
    const time = new HandClock();
    const due: (() => void)[] = [];
    const loop = { next: (call: () => void): void => void due.push(call), allows: (most: number) => most };
    const intake = new Intake({ onBug: fail, clock: time, rates: undefined, turns: loop, awaitRoom: () => {} });
    const first = seatOf(0, new Ear());
    for (let asked = 0; asked < 8; asked++) intake.takes(first);
    time.time += intakeTime + 1;
    for (let asked = 0; asked < 8; asked++) intake.takes(first);
    let looks = 0;
    const ears = Array.from({ length: 100 }, () => new Ear());
    for (const [id, ear] of ears.entries()) {
      const seat = seatOf(id, ear);
      ear.resume = () => {
        ear.resumed++;
        time.time += 1;
      };
      assert.equal(intake.takes(seat), false);
      Object.defineProperty(seat, 'behind', { get: () => void looks++ });
    }
    for (let turn = 0; turn < 3; turn++) due.shift()?.();
    const resumed = ears.filter((ear) => ear.resumed === 1).length;
    assert.ok(resumed >= intakeTime, `${resumed} were resumed`);
    assert.ok(looks <= resumed + 3, `${looks} looks for ${resumed}`);
  });

  /**
   * How long requests of sessions at so many addresses, one after the other, are taken in a turn of which other work leaves so much.
   * `delivery`: how long a batch is delivered meanwhile.
   */
  function takenFor(addresses: number, allowed: number, delivery = 0): number {
    const time = new HandClock();
    const loop = { next: (): void => {}, allows: (most: number): number => Math.min(most, allowed) };
    const intake = new Intake({ onBug: fail, clock: time, rates: undefined, turns: loop, awaitRoom: () => {} });
    const began = time.time;
    let asked = 0;
    for (let id = 1; id <= addresses; id++) {
      const seat = seatOf(id, new Ear(), new ClientNetwork());
      while (intake.takes(seat)) {
        const isFirst = ++asked === 9;
        time.time += 0.0625;
        if (!isFirst) continue;
        time.time += delivery;
        intake.excludeTime(delivery);
      }
    }
    return time.time - began - delivery;
  }

  const slack = 2 * 8 * 0.0625;

  test('is bounded for one address, whatever others have taken, and for all together', () => {
    assert.ok(Math.abs(takenFor(1, Infinity) - networkIntakeTime) <= slack);
    assert.ok(Math.abs(takenFor(2, Infinity) - intakeTime) <= 2 * slack);
    assert.ok(Math.abs(takenFor(9, Infinity) - intakeTime) <= 2 * slack);
  });

  test('is bounded without the time in which a batch was delivered', () => {
    assert.ok(Math.abs(takenFor(1, Infinity, 10) - networkIntakeTime) <= slack);
  });

  test('is bounded to less time where other work has taken long, but not to less than one address may have', () => {
    assert.ok(Math.abs(takenFor(9, networkIntakeTime + 1) - networkIntakeTime - 1) <= 2 * slack);
    assert.ok(Math.abs(takenFor(9, 1) - networkIntakeTime) <= 2 * slack);
  });
});

describe('a dialect that heeds the bounds', () => {
  test('is stopped at the 65th post of a turn, and resumed after the batch', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    let posted = 0;
    while (hand.chat.takes(seat)) hand.say(seat, `${++posted}`, '#a');
    assert.equal(posted, 64);
    assert.equal(ear.resumed, 0);
    await hand.bus.deliver();
    assert.equal(ear.resumed, 1);
    assert.equal(ear.hear().split('|').length, 65);
  });
});
