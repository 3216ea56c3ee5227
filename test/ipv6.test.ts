import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { suite, test } from 'node:test';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { blockBytes } from '#dialects/chatroom/codec.ts';
import { nick } from '#dialects/nick/nick.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { Served } from './served.ts';

const host = '::1';
const has = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === host));

const connect = async (served: Served, to: string = host): Promise<NickPeer> =>
  new NickPeer(await connectTcp({ host: to, port: served.ports[0] ?? 0 }));

suite('over IPv6', { skip: has ? false : 'this machine has no ::1' }, () => {
  test('people talk, and an address has its limit', async () => {
    const limits = { perAddress: 2, inAll: 100, loginTimeout: 600_000 };
    await using served = await Served.start([nick], { limits }, host);
    const [alice, bob] = [await connect(served), await connect(served)];
    await alice.come('alice');
    await bob.come('bob');
    bob.say('hello');
    await alice.hears('bob: hello');
    const third = await connect(served).catch(() => undefined);
    await patiently(third?.over().catch(() => {}) ?? Promise.resolve(), () => 'the end of who was one too many');
    const listener = `nick://[${host}]:${served.ports[0]}`;
    assert.deepEqual(served.troubles, [{ event: 'refused', listener, address: host, count: 1 }]);
    for (const { link } of [alice, bob]) link.abort();
  });

  test('a listener on :: takes both families, and counts each as itself', async () => {
    const limits = { perAddress: 1, inAll: 100, loginTimeout: 600_000 };
    await using served = await Served.start([nick], { limits }, '::');
    const alice = await (await connect(served)).come('alice');
    const bob = await (await connect(served, '127.0.0.1')).come('bob');
    alice.say('hello');
    await bob.hears('alice: hello');
    for (const { link } of [alice, bob]) link.abort();
  });

  test('chatroom makes a client of two links from one address', async () => {
    await using served = await Served.start([chatroom], {}, host);
    const [main, push] = [
      await connectTcp({ host, port: served.ports[0] ?? 0 }),
      await connectTcp({ host, port: served.ports[0] ?? 0 }),
    ];
    const heard = new Recording();
    main.read(heard);
    // The header of the server's key, which is sent when both links are open.
    await patiently(
      heard.until(({ bytes }) => bytes.length === blockBytes),
      () => 'the header of a key',
    );
    for (const link of [main, push]) link.abort();
  });
});
