import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { keepLoginTimeout } from '#server/login-timeout.ts';
import { LocalServer } from './local-server.ts';
import { patiently } from './patiently.ts';
import { Served } from './served.ts';

const limits = { perAddress: 2, inAll: 100, loginTimeout: 600_000 };

test('a link above the limit is closed and counted; a place is free again when another link closes', async () => {
  await using served = await Served.start([nick], { limits });
  const [alice, bob] = [await served.join('alice'), await served.join('bob')];
  assert.equal(await greeting(served), undefined);
  assert.deepEqual(served.troubles, [
    { event: 'refused', listener: `nick://127.0.0.1:${served.ports[0]}`, address: '127.0.0.1', count: 1 },
  ]);
  bob.say('still here');
  await alice.hears('bob: still here');
  bob.say('BYE');
  await bob.over();
  bob.link.end();
  // The server notices the end of the link later than we do.
  while ((await greeting(served)) !== 'HELLO');
});

test('a link on which nobody has logged in makes room for a new one of a full address', async () => {
  await using served = await Served.start([nick], { limits: { ...limits, perAddress: 8 } });
  const [alice, idle] = [await served.join('alice'), await served.connect()];
  await idle.hears('HELLO');
  for (let n = 0; n < 6; n++) await served.join(`user${n}`);
  const bob = await served.join('bob');
  assert.equal(await patiently(idle.over(), () => 'the end of the idle link'), 'ended');
  bob.say('here');
  await alice.hears('bob: here');
  assert.deepEqual(served.troubles, []);
});

/** The first frame of another peer; `undefined`: it was closed, possibly while connecting. */
async function greeting(served: Served): Promise<string | undefined> {
  const peer = await served.connect().catch(() => undefined);
  const end = peer?.over().then(() => undefined);
  return patiently(Promise.race([peer?.next().catch(() => undefined), end]), () => 'HELLO, or an end');
}

test('links above the rate are closed, and logged with a count', async () => {
  const arrivals = { burst: 3, perSecond: 0.001 };
  await using served = await Served.start([nick], { limits: { ...limits, perAddress: 100, arrivals } });
  for (let n = 0; n < 3; n++) {
    const peer = await served.join(`user${n}`);
    peer.say('BYE');
    assert.equal(await peer.over(), 'ended');
  }
  for (let n = 0; n < 5; n++) assert.equal(await greeting(served), undefined);
  const [first] = served.troubles;
  const address = '127.0.0.1';
  assert.deepEqual(first, { event: 'refused', listener: `nick://${address}:${served.ports[0]}`, address, count: 1 });
});

test('without limits nothing is refused', async () => {
  await using served = await Served.start();
  const names = Array.from({ length: 30 }, (_, n) => `user${n}`);
  await Promise.all(names.map((name) => served.join(name)));
  assert.deepEqual(served.troubles, []);
});

test('a server has the login timeout', async () => {
  await using served = await Served.start([nick], { limits: { ...limits, loginTimeout: 50 } });
  const peer = await served.connect();
  assert.equal(await patiently(peer.over(), () => 'the end of who did not come'), 'ended');
  assert.deepEqual(served.troubles, [{ event: 'nobody-came', sessions: 1 }]);
});

test('only clients that do not log in before the timeout are disconnected', async () => {
  await using server = await LocalServer.open();
  const logged: unknown[] = [];
  const minute = 60_000;
  const stop = keepLoginTimeout(server.chat, 10 * minute, (event, fields) => logged.push({ event, ...fields }));
  const { peer: early } = server.connect();
  await early.hears('HELLO');
  const alice = await server.join('alice');
  await server.clock.pass(5 * minute);
  const { peer: late } = server.connect();
  await late.hears('HELLO');
  await server.clock.pass(5 * minute - 1);
  assert.deepEqual([early.end, logged], [undefined, []]);
  await server.clock.pass(minute + 1);
  assert.equal(await patiently(early.over(), () => 'the end of who did not come'), 'ended');
  assert.deepEqual(logged, [{ event: 'nobody-came', sessions: 1 }]);
  assert.equal(late.end, undefined);
  late.say('NICK bob', 'just in time');
  await alice.hears('bob: just in time');
  await server.clock.pass(60 * minute);
  assert.deepEqual([alice.end, late.end, logged.length], [undefined, undefined, 1]);
  stop();
});
