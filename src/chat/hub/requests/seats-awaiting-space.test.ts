import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openRules } from '#chat/settings/listener-rules.ts';
import { SeatsAwaitingSpace } from './seats-awaiting-space.ts';
import { Ear, HandClock } from '#chat/hub/hand-bus.suite.ts';
import { Intake, maxCommonBytes } from './intake.ts';
import type { Pending } from './pending.ts';
import { Seat } from '#chat/hub/seat.ts';
import { ClientNetwork } from '#chat/hub/turns/client-network.ts';

const fail = (error: unknown): never => {
  throw error;
};

const pendingOf = (bytes: number): Pending => ({ bytes, settled: false, next: undefined, give: () => undefined });
const seatOf = (id: number, ear: Ear, network = new ClientNetwork()): Seat => new Seat(id, ear, openRules, '', network);

test('seats that wait for others are looked at a few in a turn, and only where their network has room', () => {
  const turns: (() => void)[] = [];
  const [full, other] = [new ClientNetwork(), new ClientNetwork()];
  let isFull = true;
  const looked: Seat[] = [];
  const crowded = new SeatsAwaitingSpace({
    turns: { next: (call) => void turns.push(call) },
    hasSpace: (network) => network !== full || !isFull,
    retry: (seat) => looked.push(seat),
  });
  const turn = (): number => {
    for (const call of turns.splice(0)) call();
    return looked.length;
  };
  const seats = Array.from({ length: 200 }, (_, id) => seatOf(id, new Ear(), full));
  for (const seat of seats) crowded.push(seat);
  const last = seatOf(200, new Ear(), other);
  crowded.push(last);
  crowded.retryAll();
  assert.equal(turn(), 1);
  assert.deepEqual(looked, [last]);
  isFull = false;
  looked.length = 0;
  for (let delivery = 0; delivery < 3; delivery++) crowded.retryAll();
  assert.deepEqual([turn(), turn(), turn(), turn(), turn()], [64, 128, 192, 200, 200]);
  assert.deepEqual(looked, seats);
  assert.deepEqual(turns, []);
});

test('a seat that still has to wait is checked once in a round', () => {
  const turns: (() => void)[] = [];
  let looks = 0;
  const crowded = new SeatsAwaitingSpace({
    turns: { next: (call) => void turns.push(call) },
    hasSpace: () => true,
    retry: (seat) => {
      looks++;
      crowded.push(seat);
    },
  });
  const network = new ClientNetwork();
  for (let id = 0; id < 100; id++) crowded.push(seatOf(id, new Ear(), network));
  crowded.retryAll();
  while (turns.length > 0) turns.shift()?.();
  assert.equal(looks, 100);
});

describe('sessions that wait for room in the common bound', () => {
  function sceneOf(): { intake: Intake; big: Seat; free: (seat: Seat) => void } {
    const turns: (() => void)[] = [];
    const intake = new Intake({
      onBug: fail,
      clock: new HandClock(),
      rates: undefined,
      awaitRoom: fail,
      turns: { next: (call) => void turns.push(call), allows: (most) => most },
    });
    const big = seatOf(99, new Ear());
    intake.add(big, pendingOf(maxCommonBytes));
    const free = (seat: Seat): void => {
      if (seat.requests.first) intake.shift(seat, seat.requests.first);
      intake.resume();
      for (const call of turns.splice(0)) call();
    };
    return { intake, big, free };
  }

  test('are resumed in turns over addresses when there is room again', () => {
    const { intake, big, free } = sceneOf();
    const order: number[] = [];
    const [one, other] = [new ClientNetwork(), new ClientNetwork()];
    for (const [id, network] of [
      [1, one],
      [2, one],
      [3, one],
      [4, other],
    ] as const) {
      const ear = new Ear();
      ear.resume = () => void order.push(id);
      assert.equal(intake.takes(seatOf(id, ear, network)), false);
    }
    intake.resume();
    assert.deepEqual(order, []);
    free(big);
    assert.deepEqual(order, [1, 4, 2, 3]);
  });

  test('a session that is resumed and fills the room again lets the others wait', () => {
    const { intake, big, free } = sceneOf();
    const order: number[] = [];
    const seats = [1, 2].map((id) => {
      const ear = new Ear();
      const seat: Seat = seatOf(id, ear);
      ear.resume = () => {
        order.push(id);
        intake.add(seat, pendingOf(maxCommonBytes));
      };
      return seat;
    });
    for (const seat of seats) assert.equal(intake.takes(seat), false);
    free(big);
    assert.deepEqual(order, [1]);
    for (const seat of seats.slice(0, 1)) free(seat);
    assert.deepEqual(order, [1, 2]);
  });
});
