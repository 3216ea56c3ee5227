import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect, MemoryLinkReader } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import type { Link, Peer } from '#link/link.ts';
import { countLinks } from './connection-limits.ts';
import { connectionLimiter } from './connection-limiter.ts';
import { pagesOf } from './page-addresses.ts';
import { createPlaygroundListeners } from './playground-listeners.ts';

const peer: Peer = { address: '203.0.113.7', port: 5 };

/** A listener that sends each chunk back. */
function echo(limit: number): {
  readonly playground: ReturnType<typeof createPlaygroundListeners>;
  readonly peers: Peer[];
} {
  const playground = createPlaygroundListeners();
  const peers: Peer[] = [];
  const limiter = connectionLimiter(countLinks({ perAddress: limit, inAll: 10 }), () => {});
  limiter.open(
    'nick://x',
    (link: Link) => {
      peers.push(link.peer);
      link.read({
        take(chunk) {
          link.write(chunk);
          return chunk.length;
        },
        ended: () => link.end(),
      });
    },
    () => {},
  );
  const dialect: Dialect = nick;
  playground.add(dialect, [{ dialect: 'nick', url: 'nick://127.0.0.1:1', host: '127.0.0.1', port: 1 }], limiter);
  return { playground, peers };
}

function listener(): {
  readonly listener: MemoryLinkReader;
  readonly heard: string[];
  holding: boolean;
  readonly over: Promise<void>;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  const state = {
    heard: [] as string[],
    holding: false,
    over: promise,
    listener: {
      heard(bytes: Uint8Array): boolean {
        if (!state.holding) state.heard.push(Buffer.from(bytes).toString());
        return !state.holding;
      },
      over: resolve,
    },
  };
  return state;
}

test('a play is a link in memory from the address of the person who plays', async () => {
  const { playground, peers } = echo(4);
  const one = listener();
  const link = playground.connect('nick', peer, one.listener);
  assert.ok(link && typeof link !== 'string');
  assert.deepEqual(peers, [{ address: '203.0.113.7', port: 5 }]);
  link.write(Buffer.from('hello'));
  link.end();
  await one.over;
  assert.deepEqual(one.heard, ['hello']);
});

test('bytes that the page cannot take yet are kept', async () => {
  const { playground } = echo(4);
  const one = listener();
  one.holding = true;
  const link = playground.connect('nick', peer, one.listener);
  assert.ok(link && typeof link !== 'string');
  link.write(Buffer.from('hello'));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(one.heard, []);
  one.holding = false;
  link.resume();
  link.end();
  await one.over;
  assert.deepEqual(one.heard, ['hello']);
});

test('plays count against the limits of the address until they end', async () => {
  const { playground } = echo(1);
  const [one, two, three] = [listener(), listener(), listener()];
  const first = playground.connect('nick', peer, one.listener);
  assert.ok(first && typeof first !== 'string');
  assert.equal(playground.connect('nick', peer, two.listener), 'full');
  assert.equal(playground.connect('irc', peer, two.listener), undefined);
  first.end();
  await one.over;
  assert.notEqual(playground.connect('nick', peer, three.listener), 'full');
});

test('a play cannot open another play from its listener', () => {
  const { playground, peers } = echo(4);
  playground.connect('nick', peer, listener().listener);
  const [inside] = peers;
  assert.ok(inside);
  assert.equal(playground.connect('nick', inside, listener().listener), 'inside');
  assert.equal(peers.length, 1);
});

test('a message is shown as each wire has it, and where each is joined', () => {
  const { playground } = echo(1);
  const [example] = playground.examples({ from: 'alice', room: '#lobby', text: 'hi' });
  assert.ok(example);
  assert.equal(Buffer.concat(example.client).toString(), 'hi\n');
  assert.equal(Buffer.concat(example.server).toString(), '\0\x09alice: hi');
  const [listener] = playground.listeners('127.0.0.1');
  assert.equal(listener?.url, 'nick://127.0.0.1:1');
  assert.match(listener?.join ?? '', /nick client 127\.0\.0\.1 1$/);
});

test('people elsewhere are told neither commands for listeners on loopback nor where the program is', () => {
  const { playground } = echo(1);
  const limiter = connectionLimiter(countLinks({ perAddress: 1, inAll: 1 }), () => {});
  const url = 'http://127.0.0.1:8000';
  const site = { dialect: 'web', url, host: '127.0.0.1', port: 8000, page: 'https://chat.example' };
  playground.add(web, [site], limiter);
  playground.add(nick, [{ dialect: 'nick', url: 'nick://[2001:db8::1]:2', host: '2001:db8::1', port: 2 }], limiter);
  const joins = playground.listeners('203.0.113.9').map(({ join }) => join);
  assert.deepEqual(joins, [undefined, 'https://chat.example', 'polylogue nick client 2001:db8::1 2']);
  assert.equal(playground.listeners('127.0.0.1')[1]?.join, 'https://chat.example');
});

test('the page is the first one where people can register, as browsers reach it', () => {
  const playground = createPlaygroundListeners();
  const limiter = connectionLimiter(countLinks({ perAddress: 1, inAll: 1 }), () => {});
  assert.equal(playground.page(), undefined);
  const addresses: string[] = [];
  playground.add(nick, [], limiter, () => addresses[0]);
  assert.equal(playground.page(), undefined);
  addresses.push(...pagesOf([{ dialect: web, options: {} }], [{ dialect: 'web', host: '127.0.0.1', port: 8000 }]));
  assert.equal(playground.page(), 'http://127.0.0.1:8000');
  const listen = [{ dialect: web, options: { 'public-url': 'https://chat.example/' } }];
  assert.deepEqual(pagesOf(listen, [{ dialect: 'web', host: '0.0.0.0', port: 80 }]), ['https://chat.example']);
});
