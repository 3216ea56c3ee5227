import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, HandClock } from '#chat/hub/hand-bus.suite.ts';
import { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import { maxHourly, Quota } from './quota.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { Seat } from '#chat/hub/seat.ts';

const megabyte = 1024 * 1024;

function scene(spare = Infinity): { quota: Quota; clock: HandClock } {
  const clock = new HandClock();
  return { quota: new Quota(clock, () => spare), clock };
}

const seatOf = (network = new ClientNetwork()): Seat => new Seat(1, new Ear(), openRules, '', network);

/** How many megabytes of texts are taken, of at most this many. */
function say(quota: Quota, seat: Seat, most = 100): number {
  let taken = 0;
  while (taken < most && quota.takes(seat, megabyte)) taken++;
  return taken;
}

describe('the text kept in an hour', () => {
  test('is bounded for all sessions of one address together, and for no other', () => {
    const { quota } = scene();
    const network = new ClientNetwork();
    assert.equal(maxHourly, 32 * megabyte);
    assert.equal(say(quota, seatOf(network), 20), 20);
    assert.equal(say(quota, seatOf(network)), 12);
    assert.equal(say(quota, seatOf()), 32);
  });

  test('is bounded for an account, from any number of addresses', () => {
    const { quota } = scene();
    const accounts = [seatOf(), seatOf()] as const;
    for (const seat of accounts) Object.assign(seat, { account: true, user: 7 });
    assert.equal(say(quota, accounts[0], 20), 20);
    assert.equal(say(quota, accounts[1]), 12);
  });

  test('of an account that has kept little does not depend on what others of its address have kept', () => {
    const { quota } = scene();
    const network = new ClientNetwork();
    say(quota, seatOf(network));
    assert.equal(quota.takes(seatOf(network), 100), false, 'a guest could come anew');
    const light = maxHourly / 512;
    const accountOf = (user: number): Seat => Object.assign(seatOf(network), { account: true, user });
    assert.equal(quota.takes(accountOf(7), light - 100), true);
    assert.deepEqual([quota.takes(accountOf(7), 101), quota.takes(accountOf(7), 100)], [false, true]);
    // Not without end.
    for (let user = 8; user < 8 + 511; user++) assert.equal(quota.takes(accountOf(user), light), true);
    assert.equal(quota.takes(accountOf(1000), light), false);
  });

  test('is forgotten evenly', () => {
    const { quota, clock } = scene();
    const seat = seatOf();
    say(quota, seat);
    clock.time += 3_600_000 / 4;
    assert.equal(say(quota, seat), 8);
  });

  test('is at most an eighth of the free space', () => {
    assert.equal(say(scene(80 * megabyte).quota, seatOf()), 10);
    assert.equal(say(scene(0).quota, seatOf()), 1);
  });

  test('is forgotten no faster on a disk that is nearly full', () => {
    const { quota, clock } = scene(64 * megabyte);
    const seat = seatOf();
    assert.equal(say(quota, seat), 8);
    clock.time += 3_600_000 / 4;
    assert.equal(say(quota, seat), 2);
  });
});
