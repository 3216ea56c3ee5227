import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Ear, HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Addresses, Store } from '#chat/ports.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { openStore } from '#store/open-store.ts';

/** Hashes that anybody can read; `made` counts them. */
function plainAddresses(): Addresses & { keys: number; made: number } {
  return {
    keys: 0,
    made: 0,
    newKey() {
      return `key${++this.keys}`;
    },
    hash(key, network) {
      this.made++;
      return network === '127.0.0.1' ? undefined : `${key} of ${network}`;
    },
  };
}

const inMemory = (): Promise<Store> => openStore({ dir: ':memory:', durability: 'relaxed' });

/** The next run on a store. */
async function begun(store: Store, runId: string, addresses?: Addresses): Promise<HandChat> {
  const hand = new HandChat(store, { newId: () => runId, addresses });
  const beginning = hand.chat.begin();
  for (let step = 0; step < 4; step++) {
    await hand.bus.deliver();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await beginning;
  return hand;
}

async function logIn(hand: HandChat, name: string, address: string): Promise<void> {
  const seat = hand.chat.open(new Ear(), openRules, address);
  hand.chat.come(seat, { name }, 'come');
  await hand.bus.deliver();
}

test('an order gets its key when it is founded, or with the next run, and keeps it', async () => {
  const addresses = plainAddresses();
  const store = await inMemory();
  await (await begun(store, 'firstrun', addresses)).chat.stop();
  assert.equal(store.addressKey(), 'key1');
  assert.equal(store.place().seq, 2, 'it takes no draft of its own');
  await (await begun(store, 'secondrun', addresses)).chat.stop();
  assert.equal(store.addressKey(), 'key1');

  const old = await inMemory();
  await (await begun(old, 'firstrun')).chat.stop();
  assert.equal(old.addressKey(), undefined);
  for (const run of ['secondrun', 'thirdrun']) await (await begun(old, run, addresses)).chat.stop();
  assert.equal(old.addressKey(), 'key2');
  assert.doesNotMatch(JSON.stringify([store.log(0, 100), old.log(0, 100)]), /key\d/, 'it is in no entry');
});

test('a session has the hash of its network, made once for all sessions from there', async () => {
  const addresses = plainAddresses();
  const store = await inMemory();
  const hand = await begun(store, 'firstrun', addresses);
  await logIn(hand, 'alice', '2001:db8::1');
  await logIn(hand, 'bob', '2001:db8::2');
  await logIn(hand, 'carol', '127.0.0.1');
  await logIn(hand, 'dora', 'pipe');
  assert.deepEqual(
    store.present().map(({ user, address }) => [user.name, address]),
    [
      ['alice', 'key1 of 2001:db8:0:0::/64'],
      ['bob', 'key1 of 2001:db8:0:0::/64'],
      ['carol', undefined],
      ['dora', 'key1 of pipe'],
    ],
  );
  assert.equal(addresses.made, 3);
  assert.doesNotMatch(JSON.stringify(store.log(0, 100)), /key\d/);
});
