import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { ChatOptions } from '#chat/composition/create-chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { AskRates } from '#chat/hub/turns/rates.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import { web } from './web.ts';

type Bucket = AskRates['session']['asks'];
type Frame = Readonly<Record<string, unknown>>;

interface Client {
  readonly link: Link;
  asks(fields: object): void;
  /** What came since the last time. */
  hears(): readonly Frame[];
}

interface Scene {
  readonly hand: HandChat;
  /** A client at that address. */
  open(address: string): Client;
  /** Makes batches until nothing is under way. */
  settle(): Promise<void>;
  /** A batch of what was asked until now. */
  ban(who: Client, address: string): Promise<void>;
}

/** Addresses are their own hashes. */
const addresses = { newKey: () => 'key', hash: (_key: string, network: string) => hashOf(network) };
const hashOf = (network: string): string => Buffer.from(network).toString('hex').padEnd(32, '0');

async function scene(options: Partial<ChatOptions> = {}): Promise<Scene> {
  const hand = await openHandChat(undefined, { addresses, ...options });
  const accept = web.listen(hand.chat, { rules: openRules, options: {}, journal: () => {} });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      await hand.bus.deliver();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    hand,
    settle,
    open(address) {
      const [client, link] = pipe({
        ends: [
          { address, port: 1 },
          { address: '192.0.2.1', port: 2 },
        ],
      });
      accept(link);
      let heard = '';
      client.read({
        take(chunk) {
          heard += Buffer.from(chunk).toString();
          return chunk.length;
        },
        ended: () => {},
      });
      return {
        link: client,
        asks: (fields) => client.write(Buffer.from(`${JSON.stringify(fields)}\n`)),
        hears() {
          const frames = heard.split('\n').flatMap((line): Frame[] => (line === '' ? [] : [JSON.parse(line)]));
          heard = '';
          return frames;
        },
      };
    },
    async ban(client, address) {
      void hand.chat.command({ kind: 'listed', list: 'ban', mask: `address:${hashOf(address)}` });
      await settle();
      assert.deepEqual(client.hears().at(-1), { type: 'ended', why: 'banned', retry: false });
    },
  };
}

const [school, cafe, train] = ['203.0.113.7', '198.51.100.9', '198.51.100.77'];

/** Logs in at the school. */
async function loggedIn({ open, settle }: Scene, name = 'alice'): Promise<{ client: Client; token: unknown }> {
  const client = open(school);
  client.asks({ type: 'login', ref: 0, name });
  await settle();
  const [welcome] = client.hears();
  assert.ok(welcome?.['token']);
  return { client, token: welcome['token'] };
}

describe('a session that a client resumes from another address', () => {
  test('is resumed even if the client disconnects before it is answered, and expires later', async () => {
    const at = await scene();
    const { client, token } = await loggedIn(at);
    const other = at.open(cafe);
    other.asks({ type: 'login', ref: 1, token });
    await new Promise((resolve) => setImmediate(resolve));
    other.link.abort();
    await at.settle();
    assert.deepEqual(client.hears().at(-1), { type: 'ended', why: 'moved', retry: true });
    assert.equal(at.hand.chat.sessions, 1);
    const back = at.open(school);
    back.asks({ type: 'login', ref: 2, token });
    await at.settle();
    assert.equal(back.hears()[0]?.['attached'], true);
    back.link.abort();
    await at.settle();
    at.hand.clock.ring();
    await at.settle();
    assert.equal(at.hand.chat.sessions, 0);
  });

  test('belongs to the last of two that ask at once, and is where that one is', async () => {
    const at = await scene();
    const { client, token } = await loggedIn(at);
    const [one, two] = [at.open(cafe), at.open(train)];
    one.asks({ type: 'login', ref: 1, token });
    two.asks({ type: 'login', ref: 2, token });
    await at.settle();
    assert.deepEqual(client.hears().at(-1), { type: 'ended', why: 'moved', retry: false });
    const [welcome, ended] = one.hears();
    assert.deepEqual([welcome?.['attached'], ended?.['why']], [true, 'moved']);
    assert.equal(two.hears()[0]?.['attached'], true);
    for (const address of [school, cafe]) {
      void at.hand.chat.command({ kind: 'listed', list: 'ban', mask: `address:${hashOf(address)}` });
    }
    two.asks({ type: 'ping', ref: 3 });
    await at.settle();
    assert.deepEqual(two.hears().find(({ ref }) => ref === 3)?.['type'], 'ping');
    await at.ban(two, train);
  });

  test('that has ended meanwhile is reported as gone; with a name, the client logs in again', async () => {
    const at = await scene();
    const { token } = await loggedIn(at);
    const [one, two] = [at.open(cafe), at.open(cafe)];
    void at.hand.chat.command({ kind: 'kicked', user: 'alice' });
    one.asks({ type: 'login', ref: 1, token });
    two.asks({ type: 'login', ref: 2, token, name: 'alicia' });
    await at.settle();
    assert.equal(one.hears()[0]?.['code'], 'session-gone');
    const [welcome] = two.hears();
    assert.deepEqual([welcome?.['type'], welcome?.['attached']], ['login', false]);
  });

  test('has the rates of that address from now on, and no longer those of its first', async () => {
    const [much, few] = [1e6, 10].map((burst) => ({ burst, perSecond: 0 })) as [Bucket, Bucket];
    const none = { asks: { burst: 0, perSecond: 0 }, bytes: few };
    const session = { asks: much, bytes: much };
    const at = await scene({ rates: { session, address: { asks: few, bytes: much }, light: none } });
    const { client, token } = await loggedIn(at);
    const posted = async (by: Client): Promise<number> => {
      by.asks({ type: 'join', ref: 1, room: '#lobby' });
      for (let ref = 2; ref < 22; ref++) by.asks({ type: 'post', ref, room: '#lobby', text: 'hi' });
      for (let turn = 0; turn < 20; turn++) await at.settle();
      return by.hears().filter(({ type }) => type === 'post').length;
    };
    const atSchool = await posted(client);
    assert.ok(atSchool > 0 && atSchool < 10);
    const other = at.open(cafe);
    other.asks({ type: 'login', ref: 0, token });
    await at.settle();
    const atCafe = await posted(other);
    assert.ok(atCafe > 0 && atCafe < 10, `${atCafe}`);
    // Somebody else at the school has still used up what that may ask, and nobody more.
    const late = at.open(school);
    late.asks({ type: 'login', ref: 0, name: 'late' });
    await at.settle();
    assert.deepEqual(late.hears(), []);
  });

  test('goes on one at a time, because its welcome takes long', async () => {
    const held: (() => void)[] = [];
    const at = await scene({ pause: () => new Promise((resolve) => held.push(resolve)) });
    const release = (): void => held.splice(0).forEach((resolve) => resolve());
    const tokens: unknown[] = [];
    for (const name of ['ann', 'ben']) {
      const client = at.open(school);
      client.asks({ type: 'login', ref: 1, name });
      await at.settle();
      release();
      await at.settle();
      tokens.push(client.hears().find(({ type }) => type === 'login')?.['token']);
    }
    const again = tokens.map((token) => {
      const client = at.open(school);
      client.asks({ type: 'login', ref: 1, token });
      return client;
    });
    const attached = (): number =>
      again.filter((client) => client.hears().some((frame) => frame['attached'] === true)).length;
    await at.settle();
    assert.equal(attached(), 1);
    release();
    await at.settle();
    assert.equal(attached(), 1);
  });

  test('is refused to a banned address as often as it asks, and goes on', async () => {
    const at = await scene();
    const { client, token } = await loggedIn(at);
    await at.settle();
    void at.hand.chat.command({ kind: 'listed', list: 'ban', mask: `address:${hashOf(cafe)}` });
    await at.settle();
    const thief = at.open(cafe);
    for (const ref of [1, 2]) {
      thief.asks({ type: 'login', ref, token });
      await at.settle();
      assert.deepEqual(
        thief.hears().map((frame) => [frame['ref'], frame['code']]),
        [[ref, 'server-banned']],
      );
    }
    client.hears();
    client.asks({ type: 'ping', ref: 3 });
    await at.settle();
    assert.equal(client.hears()[0]?.['type'], 'ping');
  });
});

test('what a batch has for a session goes to the link it had before, if it is resumed while the batch is written', async () => {
  let isDivided = false;
  const next = (call: () => void): void => void setImmediate(call);
  const loop = { next, allows: (most: number) => (isDivided ? 0 : most), worked: () => 0 };
  const at = await scene({ loop, writesAtOnce: 1 });
  const [alice, bob] = [await loggedIn(at), await loggedIn(at, 'bob')];
  for (const { client } of [alice, bob]) client.asks({ type: 'join', ref: 1, room: '#lobby' });
  await at.settle();
  const { seq, epoch } = at.hand.chat.cursor();
  alice.client.hears();
  bob.client.asks({ type: 'post', ref: 2, room: '#lobby', text: 'hi' });
  await new Promise((resolve) => setImmediate(resolve));
  isDivided = true;
  const delivered = at.hand.bus.deliver();
  const other = at.open(school);
  other.asks({ type: 'login', ref: 0, token: alice.token, resume: { epoch, seq } });
  await Promise.resolve();
  isDivided = false;
  await delivered;
  await at.settle();
  const types = (client: Client): readonly unknown[] => client.hears().map(({ type }) => type);
  assert.deepEqual(types(alice.client), ['entry', 'place', 'ended']);
  assert.deepEqual(types(other), ['login', 'entry', 'place']);
});
