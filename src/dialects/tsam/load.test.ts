import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#chat/ports.ts';

import { createTestClock } from '../../../test/test-clock.ts';
import { checkEvery, Load, type LoadClient, notifiedAtOnce, pushEvery } from './load.ts';
import { pause } from './paced-replies.ts';
import { type Peer, Scene } from './scene.suite.ts';

/** Keeps the event loop busy until its delay was measured, and lets it rest until it was measured again. */
async function tick(scene: Scene, busy: number): Promise<void> {
  await turns(30);
  const until = performance.now() + busy;
  while (performance.now() < until);
  await turns(30);
  await scene.clock.pass(checkEvery);
}

/** Lets the timers of Node go on for this many ms. */
const turns = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Loads the server really, check after check, until a client hears of it. */
async function overload(scene: Scene, peer: Peer): Promise<string> {
  const before = peer.heard.length;
  for (let tries = 0; peer.heard.length === before && tries < 100; tries++) await tick(scene, 200);
  return peer.hears(before + 1);
}

test('all clients are notified when the event loop is overloaded', async (t) => {
  const scene = await Scene.open(t, { options: { delay: '80', patience: '0' } });
  const [alice, bob] = [scene.connect(), scene.connect()];
  for (const peer of [alice, bob]) {
    peer.sends('KEEPALIVE');
    await peer.hears(1);
  }
  await scene.clock.pass(pause);
  const overloaded = /^STATUSRESP,A5_43,uptime=\d+,load=(\d+),clients=2,outbox=0,state=overloaded$/;
  const [, load] = overloaded.exec(await overload(scene, alice)) ?? [];
  assert.ok(Number(load) >= 80, `load=${load}`);
  assert.match(await bob.hears(2), overloaded);
  alice.sends('STATUSREQ');
  await scene.clock.pass(pause);
  assert.match(await alice.hears(3), /^STATUSRESP,A5_43,uptime=\d+,load=\d+,clients=2;A5_1,\[pipe\],0,\d+;A5_2,/);
});

test('clients are also notified when too many bytes wait to be sent', async (t) => {
  const scene = await Scene.open(t, { options: { outbox: '4000', delay: '60000', patience: '0' } });
  const [alice, bob] = [scene.connect(), scene.connect()];
  bob.sends('KEEPALIVE');
  await bob.hears(1);
  alice.reads = false;
  for (let n = 0; n < 3; n++) alice.sends(`HELO ${'x'.repeat(4500)}`);
  await scene.clock.pass(checkEvery);
  assert.match(await bob.hears(2), /outbox=\d{4,},state=overloaded$/);
  alice.reads = true;
  await scene.clock.pass(checkEvery);
  assert.match(await bob.hears(3), /outbox=0,state=normal$/);
});

/** A load that a test sets. */
class Weight implements LoadClient {
  queued = 0;
  readonly told: boolean[] = [];

  pushed(overloaded: boolean): void {
    this.told.push(overloaded);
  }
}

test('the end of an overload is reported, too, once the delay is below half', async () => {
  const clock = createTestClock();
  const delays = { count: 1, max: 90e6, enable: () => true, disable: () => true, reset: () => {} };
  const load = new Load(clock, { delay: 80, outbox: 100 }, () => delays);
  const weight = new Weight();
  load.add(weight);
  await clock.pass(checkEvery);
  assert.deepEqual([weight.told, load.delay], [[true], 80]);
  delays.max = 50e6;
  await clock.pass(checkEvery);
  assert.deepEqual(weight.told, [true]);
  delays.max = 49e6;
  await clock.pass(checkEvery);
  assert.deepEqual(weight.told, [true, false]);
});

test('each client is notified at most once a minute, and only of what is still true then', async () => {
  const clock = createTestClock();
  const load = new Load(clock, { delay: 60_000, outbox: 100 });
  const weight = new Weight();
  load.add(weight);
  const weighs = async (queued: number, ms: number): Promise<readonly boolean[]> => {
    weight.queued = queued;
    await clock.pass(ms);
    return weight.told.splice(0);
  };
  assert.deepEqual(await weighs(99, checkEvery), []);
  assert.deepEqual(await weighs(100, checkEvery), [true]);
  assert.deepEqual(await weighs(50, 10 * checkEvery), [], 'half of it is not below half');
  assert.deepEqual(await weighs(49, checkEvery), [false]);
  // A clock that is put back makes no minute longer.
  clock.set(Date.UTC(1990, 0, 1));
  assert.deepEqual(await weighs(1000, pushEvery - 12 * checkEvery), []);
  assert.deepEqual(await weighs(1000, checkEvery), [true]);
  assert.deepEqual(await weighs(0, checkEvery), []);
  assert.deepEqual(await weighs(1000, 20 * checkEvery), [], 'it was over for a while, of which nobody heard');
  load.remove(weight);
  assert.deepEqual(await weighs(0, pushEvery), [], 'the checks stop when there are no clients');
});

test('many clients are notified a few at a time, and those that have left meanwhile are not', () => {
  const due: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    elapsed: () => 0,
    after(ms, call) {
      if (ms === checkEvery) due.unshift(call);
      else due.push(call);
      return () => {};
    },
  };
  const delays = { count: 1, max: 90e6, enable: () => true, disable: () => true, reset: () => {} };
  const load = new Load(clock, { delay: 80, outbox: 100 }, () => delays);
  const clients = Array.from({ length: 2 * notifiedAtOnce + 1 }, () => new Weight());
  for (const client of clients) load.add(client);
  const told = (): number => clients.filter((client) => client.told.length > 0).length;
  due.shift()?.();
  assert.equal(told(), notifiedAtOnce);
  const [gone] = clients.slice(-1);
  if (gone) load.remove(gone);
  due.pop()?.();
  assert.equal(told(), 2 * notifiedAtOnce);
  due.pop()?.();
  assert.equal(told(), 2 * notifiedAtOnce);
  assert.ok(clients.every((client) => client === gone || client.told.join() === 'true'));
});
