import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect, Visitor } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import type { Link, Peer } from '#link/link.ts';
import { countLinks } from './connection-limits.ts';
import { gateOf } from './listener-gate.ts';
import { pagesOf } from './page-addresses.ts';
import { createNeighbourhood } from './playground-listeners.ts';

const peer: Peer = { address: '203.0.113.7', port: 5 };

/** A listener that sends each chunk back. */
function echo(limit: number): {
  readonly neighbourhood: ReturnType<typeof createNeighbourhood>;
  readonly peers: Peer[];
} {
  const neighbourhood = createNeighbourhood();
  const peers: Peer[] = [];
  const gate = gateOf(countLinks({ perAddress: limit, inAll: 10 }), () => {});
  gate.open(
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
  neighbourhood.add(dialect, [{ dialect: 'nick', url: 'nick://127.0.0.1:1', host: '127.0.0.1', port: 1 }], gate);
  return { neighbourhood, peers };
}

function visitor(): {
  readonly visitor: Visitor;
  readonly heard: string[];
  holding: boolean;
  readonly over: Promise<void>;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  const state = {
    heard: [] as string[],
    holding: false,
    over: promise,
    visitor: {
      heard(bytes: Uint8Array): boolean {
        if (!state.holding) state.heard.push(Buffer.from(bytes).toString());
        return !state.holding;
      },
      over: resolve,
    },
  };
  return state;
}

test('a visit is a link in memory from the visitor’s address', async () => {
  const { neighbourhood, peers } = echo(4);
  const one = visitor();
  const visit = neighbourhood.visit('nick', peer, one.visitor);
  assert.ok(visit && typeof visit !== 'string');
  assert.deepEqual(peers, [{ address: '203.0.113.7', port: 5 }]);
  visit.write(Buffer.from('hello'));
  visit.end();
  await one.over;
  assert.deepEqual(one.heard, ['hello']);
});

test('bytes that the visitor cannot take yet are kept', async () => {
  const { neighbourhood } = echo(4);
  const one = visitor();
  one.holding = true;
  const visit = neighbourhood.visit('nick', peer, one.visitor);
  assert.ok(visit && typeof visit !== 'string');
  visit.write(Buffer.from('hello'));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(one.heard, []);
  one.holding = false;
  visit.resume();
  visit.end();
  await one.over;
  assert.deepEqual(one.heard, ['hello']);
});

test('visits count against the limits of the address, and end', async () => {
  const { neighbourhood } = echo(1);
  const [one, two, three] = [visitor(), visitor(), visitor()];
  const first = neighbourhood.visit('nick', peer, one.visitor);
  assert.ok(first && typeof first !== 'string');
  assert.equal(neighbourhood.visit('nick', peer, two.visitor), 'full');
  assert.equal(neighbourhood.visit('irc', peer, two.visitor), undefined);
  first.end();
  await one.over;
  assert.notEqual(neighbourhood.visit('nick', peer, three.visitor), 'full');
});

test('who visits a listener visits no other one from there', () => {
  const { neighbourhood, peers } = echo(4);
  neighbourhood.visit('nick', peer, visitor().visitor);
  const [inside] = peers;
  assert.ok(inside);
  assert.equal(neighbourhood.visit('nick', inside, visitor().visitor), 'inside');
  assert.equal(peers.length, 1);
});

test('a message is shown as each wire has it, and where each is joined', () => {
  const { neighbourhood } = echo(1);
  const [example] = neighbourhood.examples({ from: 'alice', room: '#lobby', text: 'hi' });
  assert.ok(example);
  assert.equal(Buffer.concat(example.client).toString(), 'hi\n');
  assert.equal(Buffer.concat(example.server).toString(), '\0\x09alice: hi');
  const [listener] = neighbourhood.listeners('127.0.0.1');
  assert.equal(listener?.url, 'nick://127.0.0.1:1');
  assert.match(listener?.join ?? '', /nick client 127\.0\.0\.1 1$/);
  const [elsewhere] = neighbourhood.listeners('203.0.113.9');
  assert.equal(elsewhere?.join, 'npx polylogue nick client 127.0.0.1 1');
});

test('the page is the first one where people can register, as browsers reach it', () => {
  const neighbourhood = createNeighbourhood();
  const gate = gateOf(countLinks({ perAddress: 1, inAll: 1 }), () => {});
  assert.equal(neighbourhood.page(), undefined);
  const addresses: string[] = [];
  neighbourhood.add(nick, [], gate, () => addresses[0]);
  assert.equal(neighbourhood.page(), undefined);
  addresses.push(...pagesOf([{ dialect: web, options: {} }], [{ dialect: 'web', host: '127.0.0.1', port: 8000 }]));
  assert.equal(neighbourhood.page(), 'http://127.0.0.1:8000');
  const listen = [{ dialect: web, options: { 'public-url': 'https://chat.example/' } }];
  assert.deepEqual(pagesOf(listen, [{ dialect: 'web', host: '0.0.0.0', port: 80 }]), ['https://chat.example']);
});
