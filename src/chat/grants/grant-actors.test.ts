import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pending } from '#chat/hub/requests/pending.ts';
import { Intake } from '#chat/hub/requests/intake.ts';
import { Seats } from '#chat/hub/sessions/seats.ts';
import type { Grant } from '#chat/rights/grant.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { GrantActors, maxRemembered } from './grant-actors.ts';

const grant = (id: number): Grant => ({
  id,
  hash: `hash ${id}`,
  purpose: 'bot',
  account: { id: 7, name: 'alice' },
  scopes: ['read'],
  label: 'bot',
  until: 0,
  at: 0,
  used: 0,
});
const addressOf = (id: number): string => `10.0.${id >> 8}.${id & 255}`;

test('of many grants and networks the idle one that asked for nothing for the longest time is forgotten', () => {
  const seats = new Seats();
  const turns = { next: () => {}, allows: (most: number) => most };
  const intake = new Intake({
    onBug: (error) => assert.fail(String(error)),
    clock: createTestClock(),
    rates: undefined,
    awaitRoom: () => {},
    turns,
  });
  const pending: Pending = { bytes: 1, settled: false, next: undefined, give: () => undefined };
  const post = (seat: Parameters<Intake['add']>[0]): void => intake.add(seat, pending);
  const actors = new GrantActors({ hub: { intake, seats }, posting: { post } });
  const reader = (id: number): unknown => actors.reader(grant(id), addressOf(id));
  void actors.act(grant(0), { event: { kind: 'message', text: 'hi' }, address: addressOf(0) });
  const first = [0, 1, 2].map(reader);
  for (let id = 3; id < maxRemembered; id++) reader(id);
  assert.equal(reader(1), first[1], 'it has asked again');
  assert.equal(actors.seats.length, maxRemembered);
  reader(maxRemembered);
  assert.equal(actors.seats.length, maxRemembered);
  assert.equal(seats.networkAt(addressOf(2)), undefined, 'the next one after the busy one is forgotten');
  assert.deepEqual([reader(0) === first[0], reader(1) === first[1]], [true, true]);
  assert.notEqual(reader(2), first[2]);
});
