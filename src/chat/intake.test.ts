import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, openHandChat } from './hand-bus.suite.ts';
import { Intake, maxCommonBytes, maxWaiting, maxWaitingBytes } from './intake.ts';
import { type Pending, Seat } from './seat.ts';

const fail = (error: unknown): never => {
  throw error;
};

const pendingOf = (bytes: number): Pending => ({ bytes, settled: false, next: undefined, give: () => undefined });

/** Adds what the seat may still ask, and gives it. */
function fill(intake: Intake, seat: Seat, bytes: number): Pending[] {
  const added: Pending[] = [];
  while (intake.takes(seat)) {
    const pending = pendingOf(bytes);
    intake.add(seat, pending);
    added.push(pending);
  }
  return added;
}

/** Settles all, and takes off what can be taken. */
function settle(intake: Intake, seat: Seat, pendings: readonly Pending[]): Pending[] {
  for (const pending of pendings) pending.settled = true;
  const taken: Pending[] = [];
  for (let next = intake.next(seat); next; next = intake.next(seat)) taken.push(next);
  return taken;
}

describe('a session', () => {
  test('may have 64 things under way', () => {
    const intake = new Intake(fail);
    assert.equal(fill(intake, new Seat(1, new Ear()), 300).length, maxWaiting);
    assert.equal(maxWaiting, 64);
  });

  test('may have 256 kB under way, and the one thing with which it gets there', () => {
    const intake = new Intake(fail);
    const seat = new Seat(1, new Ear());
    fill(intake, seat, 33_000);
    assert.equal(maxWaitingBytes, 256 * 1024);
    assert.ok(seat.waitingBytes >= maxWaitingBytes && seat.waitingBytes < maxWaitingBytes + 33_000);
  });

  test('is given its answers in the order asked, whatever is settled first', () => {
    const intake = new Intake(fail);
    const seat = new Seat(1, new Ear());
    const [first, second, third] = [pendingOf(1), pendingOf(2), pendingOf(3)];
    for (const pending of [first, second, third]) intake.add(seat, pending);
    assert.deepEqual(settle(intake, seat, [second]), []);
    assert.equal(intake.bytes, 6);
    assert.deepEqual(settle(intake, seat, [first]), [first, second]);
    assert.equal(seat.idle, false);
    assert.deepEqual(settle(intake, seat, [third]), [third]);
    assert.ok(seat.idle);
    assert.equal(seat.last, undefined);
    assert.deepEqual([intake.bytes, seat.waiting, seat.waitingBytes], [0, 0, 0]);
  });

  test('that was held is resumed once, when half of its queue is done', () => {
    const intake = new Intake(fail);
    const ear = new Ear();
    const seat = new Seat(1, ear);
    const pendings = fill(intake, seat, 300);
    settle(intake, seat, pendings.slice(0, 31));
    intake.resume();
    assert.equal(ear.resumed, 0);
    settle(intake, seat, pendings.slice(31, 32));
    intake.resume();
    intake.resume();
    assert.equal(ear.resumed, 1);
    assert.equal(intake.holding, false);
  });

  test('that is over is not resumed', () => {
    const intake = new Intake(fail);
    const ear = new Ear();
    const seat = new Seat(1, ear);
    const pendings = fill(intake, seat, 300);
    intake.forget(seat);
    settle(intake, seat, pendings);
    intake.resume();
    assert.equal(ear.resumed, 0);
  });

  test('that reads what it missed asks nothing', () => {
    const intake = new Intake(fail);
    const ear = new Ear();
    const seat = new Seat(1, ear);
    seat.behind = true;
    assert.equal(intake.takes(seat), false);
    intake.resume();
    assert.equal(ear.resumed, 0);
    seat.behind = false;
    intake.resume();
    assert.equal(ear.resumed, 1);
  });
});

describe('all together', () => {
  test('may have 64 MB under way, and are resumed in the order they were held', () => {
    const intake = new Intake(fail);
    assert.equal(maxCommonBytes, 64 * 1024 * 1024);
    const order: number[] = [];
    const seats = Array.from({ length: 400 }, (_, id) => {
      const ear = new Ear();
      ear.resume = () => void order.push(id);
      return new Seat(id, ear);
    });
    const pendings = seats.map((seat) => fill(intake, seat, 16_000));
    assert.ok(intake.bytes >= maxCommonBytes && intake.bytes < maxCommonBytes + 16_000);
    const full = seats.filter((seat) => seat.waiting > 0).length;
    assert.ok(full < 300, 'the common bound was not reached');
    intake.resume();
    assert.deepEqual(order, []);
    const [firstSeat] = seats;
    assert.ok(firstSeat);
    settle(intake, firstSeat, pendings[0] ?? []);
    intake.resume();
    const idle = seats.slice(full).map(({ id }) => id);
    assert.deepEqual(order, [0, ...idle]);
  });

  test('whoever is resumed and fills the room again lets the others wait', () => {
    const intake = new Intake(fail);
    const order: number[] = [];
    const big = new Seat(99, new Ear());
    const waiting = pendingOf(maxCommonBytes);
    intake.add(big, waiting);
    const seats = [1, 2].map((id) => {
      const ear = new Ear();
      const seat: Seat = new Seat(id, ear);
      ear.resume = () => {
        order.push(id);
        intake.add(seat, pendingOf(maxCommonBytes));
      };
      return seat;
    });
    for (const seat of seats) assert.equal(intake.takes(seat), false);
    settle(intake, big, [waiting]);
    intake.resume();
    assert.deepEqual(order, [1]);
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
