import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Connection } from '#link/connection-handler.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { countLinks } from './connection-limits.ts';

const from = (address: string): Link => Object.create(pipe()[0], { peer: { value: { address, port: 1 } } });

test('the links of one address are limited', () => {
  const links = countLinks({ perAddress: 2, inAll: 100 });
  const [first, second, third] = [from('192.0.2.1'), from('192.0.2.1'), from('192.0.2.1')];
  assert.deepEqual([first, second, third].map(links.begin), [true, true, false]);
  assert.ok(links.begin(from('192.0.2.2')), 'another address has its own');
  links.over(third);
  assert.ok(!links.begin(third), 'two are still there');
  links.over(third);
  links.over(first);
  assert.ok(links.begin(third));
});

test('an IPv6 network counts as one address', () => {
  const links = countLinks({ perAddress: 1, inAll: 100 });
  assert.ok(links.begin(from('2001:db8::1')));
  assert.ok(!links.begin(from('2001:db8::2')));
  assert.ok(links.begin(from('2001:db8:0:1::1')));
});

test('the links of all addresses together are limited', () => {
  const links = countLinks({ perAddress: 2, inAll: 3 });
  const all = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map(from);
  assert.deepEqual(all.map(links.begin), [true, true, true, false]);
  for (const link of all) links.over(link);
  assert.deepEqual(all.slice(1).map(links.begin), [true, true, true]);
});

test('QUIC handshakes have a separate rate, which links do not use up', () => {
  let now = 0;
  const limits = { perAddress: 100, inAll: 100, handshakes: { burst: 2, perSecond: 1 } };
  const links = countLinks(limits, () => now);
  const begin = (address: string): readonly boolean[] => [1, 2, 3].map(() => links.handshake(address));
  assert.deepEqual(begin('192.0.2.1'), [true, true, false]);
  assert.deepEqual(begin('192.0.2.2'), [true, true, false]);
  assert.ok(links.begin(from('192.0.2.1')));
  now = 1000;
  assert.deepEqual(begin('192.0.2.1'), [true, false, false]);
});

test('a connection of a proxy counts in the total and for each of its clients, and their requests are not new links', () => {
  const links = countLinks({ perAddress: 2, inAll: 3, arrivals: { burst: 1, perSecond: 1 } }, () => 0);
  const proxy = { peer: { address: '192.0.2.1', port: 1 }, part: 'proxy' } as const;
  for (let connection = 0; connection < 3; connection++) assert.ok(links.begin(proxy));
  assert.ok(!links.begin(proxy));
  assert.ok(!links.begin(from('192.0.2.2')), 'there are enough in all');
  for (const each of [proxy, from('192.0.2.2')]) links.over(each);
  const client = { peer: { address: '192.0.2.3', port: 1 } };
  assert.ok(links.begin({ ...client, part: 'request' }));
  assert.ok(links.begin({ ...client, part: 'client' }), 'its WebSocket is its first new link');
  assert.ok(!links.begin({ ...client, part: 'request' }), 'it has two');
  links.over({ ...client, part: 'request' });
  links.over({ ...client, part: 'client' });
  assert.ok(links.begin({ ...client, part: 'request' }));
  assert.ok(!links.begin({ ...client, part: 'client' }), 'too soon');
});

test('the streams of one address are limited, and those of all; they are no links', () => {
  const links = countLinks({ perAddress: 2, inAll: 3 });
  const stream = (address: string) => ({ peer: { address, port: 1 }, part: 'stream' }) as const;
  const [first, second] = [stream('192.0.2.1'), stream('192.0.2.2')];
  assert.deepEqual([first, first, first].map(links.begin), [true, true, false]);
  links.over(first);
  assert.deepEqual([second, second].map(links.begin), [true, false], 'three are enough in all');
  for (const each of [first, first, second]) links.over(each);
  assert.ok(links.begin(first), 'one of each is left');
  assert.ok(links.begin(from('192.0.2.1')));
});

test('a full address ends idle connections, and links without a login, for new ones: an eighth before the first is closed', () => {
  const ended: string[] = [];
  let unused = 4;
  const limits = { perAddress: 16, inAll: 100, arrivals: { burst: 30, perSecond: 1 } };
  const links = countLinks(
    limits,
    () => 0,
    (address) => ended.push(address) > 0 && unused-- > 0,
  );
  const peer = { address: '192.0.2.1', port: 1 };
  const connection = (name: string, isIdle: () => boolean): Connection => ({
    peer,
    endIfIdle: () => isIdle() && ended.push(name) > 0,
  });
  const [busy, idle, other] = [
    connection('busy', () => false),
    connection('idle', () => true),
    connection('other', () => true),
  ];
  const all: Connection[] = [busy, idle, other];
  while (all.length < 16) all.push({ peer });
  assert.ok(all.every((each) => links.begin(each)));
  assert.ok(links.begin({ peer }));
  assert.deepEqual(ended, ['idle']);
  links.over(idle);
  links.over(other);
  assert.ok(links.begin({ peer }));
  assert.deepEqual(ended, ['idle'], 'one is over');
  assert.ok(links.begin({ peer }));
  assert.ok(links.begin({ peer }));
  assert.deepEqual(ended, ['idle', peer.address, peer.address], 'what is in use stays');
  assert.ok(!links.begin({ peer }), 'they are not closed yet');
  for (let n = 0; n < 3; n++) links.over({ peer });
});
