import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';

import { type Ear, HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Store } from '#chat/ports.ts';
import { openStore } from '#store/open-store.ts';
import { searchInMemory } from '#store/search/memory-search.ts';
import { wordsOf } from '#text/words.ts';
import type { SearchPage } from './searches.ts';

type Here = { readonly ear: Ear; readonly seat: Seat<string> };

/** A chat with an index. `through`: the store as the chat sees it. */
async function begin(t: TestContext, through = (store: Store): Store => store): Promise<HandChat> {
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const search = searchInMemory(store, { after: () => () => {}, elapsed: () => 0 });
  const hand = new HandChat(through(store), { search });
  t.after(() => search.close());
  await hand.begin();
  return hand;
}

async function say(hand: HandChat, who: Here, room: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    hand.say(who.seat, text, room);
    await hand.bus.deliver();
    hand.clock.time += 1000;
  }
}

async function join(hand: HandChat, who: Here, room: string): Promise<void> {
  hand.ask(who.seat, 'join', { kind: 'joined' }, room);
  await hand.bus.deliver();
}

/** The texts that are found, the words that are marked in brackets. */
async function find(hand: HandChat, who: Here, text: string, page: SearchPage = { limit: 50 }): Promise<unknown> {
  const found = await hand.chat.search(who.seat, text, page);
  if (typeof found === 'string' || !('hits' in found)) return found;
  return found.hits.map(({ snippet }) => {
    let marked = '';
    let at = 0;
    for (const [start, end] of snippet.ranges) {
      marked += `${snippet.text.slice(at, start)}[${snippet.text.slice(start, end)}]`;
      at = end;
    }
    return marked + snippet.text.slice(at);
  });
}

test('a search finds words, phrases and beginnings, the newest first', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  await say(
    hand,
    alice,
    '#lobby',
    'The build is red',
    'builders build',
    'is the build green?',
    '東京タワー',
    'Café au lait',
  );
  assert.deepEqual(await find(hand, alice, 'build'), [
    'is the [build] green?',
    'builders [build]',
    'The [build] is red',
  ]);
  assert.deepEqual(await find(hand, alice, 'build*'), [
    'is the [build] green?',
    '[builders] [build]',
    'The [build] is red',
  ]);
  assert.deepEqual(await find(hand, alice, '"the build"'), ['is [the build] green?', '[The build] is red']);
  assert.deepEqual(await find(hand, alice, 'build -green -builders'), ['The [build] is red']);
  assert.deepEqual(await find(hand, alice, '京タ'), ['東[京タ]ワー']);
  assert.deepEqual(await find(hand, alice, 'CAFE lait'), ['[Café] au [lait]']);
  assert.deepEqual(await find(hand, alice, 'nowhere'), []);
});

test('a search finds new messages, and continues below the last page', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  await say(hand, alice, '#lobby', 'x 1', 'x 2', 'x 3');
  const first = await hand.chat.search(alice.seat, 'x', { limit: 2 });
  assert.ok(typeof first === 'object' && 'hits' in first);
  assert.equal(first.hits.length, 2);
  assert.deepEqual(await find(hand, alice, 'x', { limit: 2, below: first.more }), ['[x] 1']);
});

test('an answer to a search is shorter where the messages are long, and the next one goes on there', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  await say(hand, alice, '#lobby', ...Array.from({ length: 20 }, (_, nth) => `exam ${nth} ${'\u0001'.repeat(16_000)}`));
  const seen: string[] = [];
  let below: number | undefined;
  do {
    const found = await hand.chat.search(alice.seat, 'exam', { limit: 50, below });
    assert.ok(typeof found === 'object' && 'hits' in found);
    assert.ok(Buffer.byteLength(JSON.stringify(found.hits)) < 1024 * 1024);
    for (const { snippet } of found.hits) seen.push(snippet.text.slice(0, 7).trim());
    below = found.more;
  } while (below !== undefined);
  assert.deepEqual(
    seen,
    Array.from({ length: 20 }, (_, nth) => `exam ${19 - nth}`),
  );
});

test('a search finds only what the user may read', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  const bob = await hand.come('bob', '#lobby');
  const carol = await hand.come('carol', '#lobby');
  await join(hand, alice, '#team');
  await say(hand, alice, '#team', 'secret one');
  await join(hand, bob, '#team');
  await say(hand, alice, '#team', 'secret two');
  await say(hand, bob, 'alice', 'secret three');
  assert.deepEqual(await find(hand, alice, 'secret'), ['[secret] three', '[secret] two', '[secret] one']);
  assert.deepEqual(await find(hand, bob, 'secret'), ['[secret] three', '[secret] two']);
  assert.deepEqual(await find(hand, carol, 'secret'), []);
  assert.equal(await find(hand, carol, 'secret in:#team'), 'no-room');
  assert.equal(await find(hand, carol, 'secret in:#none'), 'no-room');
  assert.equal(await find(hand, carol, 'secret in:alice'), 'no-room');
  assert.deepEqual(await find(hand, bob, 'secret in:alice'), ['[secret] three']);
  assert.deepEqual(await find(hand, bob, 'secret in:team'), ['[secret] two']);
  hand.ask(bob.seat, 'leave', { kind: 'left' }, '#team');
  await hand.bus.deliver();
  await say(hand, alice, '#team', 'secret four');
  assert.deepEqual(await find(hand, bob, 'secret in:#team'), ['[secret] two']);
});

test('a user who has left a room does not find the later text of a message there', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#team');
  const bob = await hand.come('bob', '#team');
  await say(hand, alice, '#team', 'the old plan', 'the same plan');
  const [first] = hand.chat.latest(alice.seat, '#team', 2);
  hand.ask(bob.seat, 'leave', { kind: 'left' }, '#team');
  hand.ask(alice.seat, 'edit', { kind: 'edited', target: first?.seq ?? 0, text: 'the new plan' });
  await hand.bus.deliver();
  assert.deepEqual(await find(hand, alice, 'plan in:#team'), ['the same [plan]', 'the new [plan]']);
  assert.deepEqual(await find(hand, bob, 'plan in:#team'), ['the same [plan]']);
  assert.deepEqual(await find(hand, bob, 'new in:#team'), []);
});

test('from, after and before narrow a search; without words they find all', async (t) => {
  const hand = await begin(t);
  hand.clock.time = new Date(2026, 10, 20, 12).getTime();
  const alice = await hand.come('alice', '#lobby');
  const bob = await hand.come('Bob', '#lobby');
  await say(hand, alice, '#lobby', 'lunch?');
  hand.clock.time = new Date(2026, 10, 21, 12).getTime();
  await say(hand, bob, '#lobby', 'lunch!', 'later');
  assert.deepEqual(await find(hand, alice, 'lunch from:BOB'), ['[lunch]!']);
  assert.deepEqual(await find(hand, alice, 'from:bob'), ['later', 'lunch!']);
  assert.deepEqual(await find(hand, alice, 'lunch before:2026-11-21'), ['[lunch]?']);
  assert.deepEqual(await find(hand, alice, 'after:2026-11-21 in:#lobby'), ['later', 'lunch!']);
  assert.deepEqual(await find(hand, alice, 'from:nobody'), []);
});

test('sort:best puts the best first', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  await say(hand, alice, '#lobby', 'disk disk disk', 'a long text in which the disk is named among many other words');
  assert.match(String(await find(hand, alice, 'disk sort:best')), /^\[disk\] \[disk\] \[disk\],a long/);
});

test('a session may ask once at a time, and a wrong query is a sentence', async (t) => {
  const hand = await begin(t);
  const alice = await hand.come('alice', '#lobby');
  const first = hand.chat.search(alice.seat, 'x', { limit: 1 });
  assert.equal(await hand.chat.search(alice.seat, 'x', { limit: 1 }), 'search-busy');
  assert.deepEqual(await first, { hits: [], more: undefined });
  assert.deepEqual(await hand.chat.search(alice.seat, '-x', { limit: 1 }), {
    error: 'Name a word that must be there, too.',
  });
  assert.equal(await hand.chat.search(hand.chat.open(alice.ear), 'x', { limit: 1 }), 'not-here');
});

test('searches of an address wait for those of others', async (t) => {
  const hand = await begin(t);
  const seats: Seat<string>[] = [];
  for (const [name, address] of Object.entries({ a: '10.0.0.1', b: '10.0.0.1', c: '10.0.0.1', d: '10.0.0.2' })) {
    const { ear } = await hand.come(`first-${name}`);
    const seat = hand.chat.open(ear, undefined, address);
    hand.ask(seat, 'come', { kind: 'came', as: { guest: name } });
    await hand.bus.deliver();
    seats.push(seat);
  }
  const order: string[] = [];
  await Promise.all(
    seats.map(async (seat, at) => {
      await hand.chat.search(seat, 'x', { limit: 1 });
      order.push('abcd'[at] ?? '');
    }),
  );
  assert.equal(order.join(''), 'abdc');
});

test('searches of one user of an address wait for those of others there, and make room for them', async (t) => {
  const hand = await begin(t);
  const order: string[] = [];
  const ask = async (user: number, label: string): Promise<void> => {
    const found = await hand.chat.search({ user, account: true, address: '10.0.0.1' }, 'x', { limit: 1 });
    order.push(found === 'search-busy' ? `no ${label}` : label);
  };
  const asked = Array.from({ length: 513 }, (_, n) => ask(1, `a${n}`));
  await Promise.all([...asked, ask(2, 'b0')]);
  assert.deepEqual(order.slice(0, 4), ['no a512', 'a0', 'a1', 'b0']);
});

test('without an index nothing can be searched for', async () => {
  const hand = new HandChat(await openStore({ dir: ':memory:', durability: 'relaxed' }));
  await hand.begin();
  const alice = await hand.come('alice', '#lobby');
  assert.equal(await hand.chat.search(alice.seat, 'x', { limit: 1 }), 'unavailable');
});

/** What three people do in three rooms. */
const act = fc.record({
  who: fc.nat(2),
  room: fc.constantFrom('#lobby', '#a', 'p0', 'p1', 'p2'),
  what: fc.constantFrom('join', 'leave', 'say', 'say', 'say', 'say'),
  text: fc.array(fc.constantFrom('red', 'green', 'Blue', 'redder', '京', 'über'), { minLength: 1, maxLength: 4 }),
});

test('a search finds what reading everything finds', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 10, maxLength: 60 }),
      fc.constantFrom('red', 'blue', 'red*', '"red green"', '京', 'uber', 'red -green'),
      async (acts, query) => {
        const hand = await begin(t);
        const people = [await hand.come('p0', '#lobby'), await hand.come('p1', '#lobby'), await hand.come('p2')];
        for (const { who, room, what, text } of acts) {
          const person = people[who];
          assert.ok(person);
          if (what === 'say') hand.say(person.seat, text.join(' '), room);
          else hand.ask(person.seat, what, { kind: what === 'join' ? 'joined' : 'left' }, room);
          await hand.bus.deliver();
        }
        for (const person of people) {
          const all = Array.from({ length: hand.chat.cursor().seq }, (_, at) => hand.chat.entry(person.seat, at + 1));
          const readable = all.flatMap((entry) => (entry?.event.kind === 'message' ? [entry] : []));
          const here = new Set(['#lobby', '#a', 'p0', 'p1', 'p2'].filter((name) => inRoom(hand, person, name)));
          const expected = readable
            .filter(
              ({ room, event }) => matches(query, event.kind === 'message' ? event.text : '') && isThere(room?.name),
            )
            .map(({ seq }) => seq)
            .reverse();
          function isThere(name = ''): boolean {
            return !name.startsWith('#') || here.has(name);
          }
          const found = await hand.chat.search(person.seat, query, { limit: 50 });
          assert.ok(typeof found === 'object' && 'hits' in found);
          assert.deepEqual(
            found.hits.map(({ entry }) => entry.seq),
            expected.slice(0, 50),
          );
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a search that fails is unavailable, is told to the operator, and does not hold up the next one', async (t) => {
  let broken = false;
  const failing = (store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        if (broken && name === 'entry') throw new Error('the database is damaged');
        return Reflect.get(target, name);
      },
    });
  const hand = await begin(t, failing);
  const alice = await hand.come('alice', '#lobby');
  await say(hand, alice, '#lobby', 'The build is red');
  broken = true;
  assert.equal(await find(hand, alice, 'build'), 'unavailable');
  assert.match(String(hand.bugs), /damaged/);
  broken = false;
  assert.deepEqual(await find(hand, alice, 'build'), ['The [build] is red']);
});

const inRoom = (hand: HandChat, { seat }: Here, name: string): boolean =>
  hand.chat.memberships(seat).some((room) => room.name === name);

function matches(query: string, text: string): boolean {
  const words = wordsOf(text).map(({ word }) => word);
  if (query === 'red*') return words.some((word) => word.startsWith('red'));
  if (query === 'red -green') return words.includes('red') && !words.includes('green');
  if (query === '"red green"') return ` ${words.join(' ')} `.includes(' red green ');
  return words.includes(query);
}
