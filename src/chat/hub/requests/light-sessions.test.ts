import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, HandClock } from '#chat/hub/hand-bus.suite.ts';
import { Intake, intakeTime, maxNetworkBytes, networkIntakeTime } from './intake.ts';
import { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Pending } from './pending.ts';
import { Seat } from '#chat/hub/seat.ts';
import { usualRates } from '#chat/hub/turns/rates.ts';

const fail = (error: unknown): never => {
  throw error;
};

const pendingOf = (bytes: number): Pending => ({ bytes, settled: false, next: undefined, give: () => undefined });

/** Asks as long as it may, each answered at once. Returns how often. */
function ask(intake: Intake, seat: Seat, bytes: number): number {
  let asked = 0;
  for (; intake.takes(seat); asked++) {
    intake.add(seat, pendingOf(bytes));
    if (seat.requests.first) intake.shift(seat, seat.requests.first);
  }
  return asked;
}

describe('a session that requests little', () => {
  const sceneOf = (): { intake: Intake; time: HandClock; due: (() => void)[]; seat: (ear?: Ear) => Seat } => {
    const [time, due, crowd] = [new HandClock(), [] as (() => void)[], new ClientNetwork()];
    const turns = { next: (call: () => void): void => void due.push(call), allows: (most: number) => most };
    const intake = new Intake({ onBug: fail, clock: time, rates: usualRates, turns, awaitRoom: () => {} });
    let id = 0;
    return { intake, time, due, seat: (ear = new Ear()) => new Seat(++id, ear, openRules, '', crowd) };
  };

  test('goes on beside a thousand of its address that request too much', () => {
    const { intake, time, due, seat } = sceneOf();
    const { burst, perSecond } = usualRates.light.asks;
    for (let nth = 0; nth < 1000; nth++) ask(intake, seat(), 10);
    const typist = seat();
    assert.equal(ask(intake, typist, 600), burst);
    for (let second = 0; second < 10; second++) {
      time.time += 1000;
      for (const call of due.splice(0)) call();
      for (let nth = 0; nth < 20; nth++) assert.ok(ask(intake, seat(), 10) >= burst);
      assert.equal(ask(intake, typist, 300), perSecond);
    }
  });

  test('has space beside others of its address that have much under way', () => {
    const { intake, seat } = sceneOf();
    const others = Array.from({ length: 40 }, () => seat());
    for (const other of others) while (intake.takes(other)) intake.add(other, pendingOf(20_000));
    const [crowd] = others.map(({ network }) => network) as [ClientNetwork];
    assert.ok(crowd.underWay >= (maxNetworkBytes * 3) / 4 && crowd.underWay < maxNetworkBytes, `${crowd.underWay}`);
    assert.equal(ask(intake, seat(), 300), usualRates.light.asks.burst);
  });

  test('does not wait for the next turn because others of its address have taken long, and else goes first', () => {
    const { intake, time, due, seat } = sceneOf();
    const order: number[] = [];
    const seats = [1, 2, 3].map((id) => {
      const ear = new Ear();
      ear.resume = () => order.push(id);
      return seat(ear);
    });
    const [first, second, typist] = seats as [Seat, Seat, Seat];
    for (const heavy of [first, second]) for (let asked = 0; asked < 20; asked++) intake.add(heavy, pendingOf(0));
    for (let asked = 0; asked < 8; asked++) assert.ok(intake.takes(first), 'few in a turn are not counted');
    time.time += networkIntakeTime + 1;
    for (let asked = 0; asked < 8; asked++) intake.takes(first);
    assert.deepEqual([intake.takes(first), intake.takes(second), intake.takes(typist)], [false, false, true]);
    time.time += intakeTime;
    assert.equal(intake.takes(typist), false);
    due.shift()?.();
    assert.deepEqual(order, [3, 1, 2]);
  });
});
