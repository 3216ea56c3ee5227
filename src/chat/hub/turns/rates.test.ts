import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ClientNetwork } from './client-network.ts';
import { Ear, HandClock } from '#chat/hub/hand-bus.suite.ts';
import { Intake } from '#chat/hub/requests/intake.ts';
import type { Pending } from '#chat/hub/requests/pending.ts';
import { usualRates } from './rates.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { Seat } from '#chat/hub/seat.ts';

const fail = (error: unknown): never => {
  throw error;
};

const turns: (() => void)[] = [];

const pendingOf = (bytes: number): Pending => ({ bytes, settled: false, next: undefined, give: () => undefined });

const seatOf = (id: number, ear: Ear, network = new ClientNetwork()): Seat => new Seat(id, ear, openRules, '', network);

/** Takes the first off its queue. */
function shift(intake: Intake, seat: Seat): void {
  if (seat.requests.first) intake.shift(seat, seat.requests.first);
}

describe('rates', () => {
  const session = { asks: { burst: 3, perSecond: 1 }, bytes: { burst: 1000, perSecond: 100 } };
  const light = { asks: { burst: 0, perSecond: 0 }, bytes: { burst: 0, perSecond: 0 } };
  const address = { asks: { burst: 5, perSecond: 2 }, bytes: { burst: 10_000, perSecond: 1000 } };

  function scene(): { intake: Intake; time: HandClock } {
    const time = new HandClock();
    const intake = new Intake({
      onBug: fail,
      clock: time,
      rates: { session, address, light },
      awaitRoom: () => {},
      turns: { next: (call) => void turns.push(call), allows: (most) => most },
    });
    return { intake, time };
  }

  /** Asks as long as it may, each answered at once. */
  function ask(intake: Intake, seat: Seat, bytes: number): number {
    let asked = 0;
    for (; intake.takes(seat); asked++) {
      intake.add(seat, pendingOf(bytes));
      shift(intake, seat);
    }
    return asked;
  }

  test('hold a session back that asks too fast, and resume it with time', () => {
    const { intake, time } = scene();
    const ear = new Ear();
    const seat = seatOf(1, ear);
    assert.equal(ask(intake, seat, 10), 3);
    time.ring();
    assert.equal(ear.resumed, 0);
    time.time += 2000;
    time.ring();
    assert.equal(ear.resumed, 1);
    assert.equal(ask(intake, seat, 10), 2);
  });

  test('allow no more after a long time than at the beginning', () => {
    const { intake, time } = scene();
    const seat = seatOf(1, new Ear());
    assert.equal(ask(intake, seat, 10), 3);
    time.time += 3_600_000;
    assert.equal(ask(intake, seat, 10), 3);
    time.time += 3_600_000;
    assert.equal(ask(intake, seat, 900), 2);
  });

  test('count bytes as well', () => {
    const { intake, time } = scene();
    const seat = seatOf(1, new Ear());
    assert.equal(ask(intake, seat, 900), 2);
    time.time += 7000;
    assert.equal(ask(intake, seat, 900), 0, 'what it took beyond its burst is waited off');
    time.time += 2000;
    assert.equal(ask(intake, seat, 900), 1);
  });

  test('are usually met by none of a class behind one router who paste a page each, and by one that asks on and on', () => {
    const time = new HandClock();
    const intake = new Intake({
      onBug: fail,
      clock: time,
      rates: usualRates,
      awaitRoom: () => {},
      turns: { next: (call) => void turns.push(call), allows: (most) => most },
    });
    const asks = (seat: Seat, most: number): number => {
      let asked = 0;
      for (; asked < most && intake.takes(seat); asked++) {
        intake.add(seat, pendingOf(256 + 2 * 80));
        shift(intake, seat);
      }
      return asked;
    };
    const router = new ClientNetwork();
    for (let id = 0; id < 200; id++) assert.equal(asks(seatOf(id, new Ear(), router), 100), 100);
    const other = new ClientNetwork();
    assert.equal(asks(seatOf(201, new Ear(), other), 10_000), 2000);
  });

  test('count all sessions of one address together, and no other', () => {
    const { intake } = scene();
    const network = new ClientNetwork();
    assert.equal(ask(intake, seatOf(1, new Ear(), network), 10), 3);
    assert.equal(ask(intake, seatOf(2, new Ear(), network), 10), 2);
    assert.equal(ask(intake, seatOf(3, new Ear(), network), 10), 0);
    assert.equal(ask(intake, seatOf(4, new Ear()), 10), 3);
  });
});
