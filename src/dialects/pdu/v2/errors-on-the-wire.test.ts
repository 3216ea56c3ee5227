import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openRules } from '#chat/settings/listener-rules.ts';
import { pipe } from '#link/pipe.ts';

import { type ChatScene, openChat } from '../chat-scene.suite.ts';
import { parsePdu, type Payload, types } from '../talk-codec.ts';

/** Errors that no transcript can bring about. */

/** A client that sends one request after the other. */
class Asker {
  readonly #write: (text: string) => void;
  readonly heard: { readonly mtype: number; readonly ref: unknown; readonly payload: Payload }[] = [];
  #rest = '';
  #over = false;
  #ref = 0;
  #more = Promise.withResolvers<void>();

  constructor({ take, clock }: ChatScene) {
    const [ours, theirs] = pipe({ after: clock.after });
    take(theirs);
    this.#write = (text) => ours.write(Buffer.from(text));
    ours.read({
      take: (chunk) => {
        const lines = (this.#rest + Buffer.from(chunk).toString()).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines) this.heard.push(parsePdu(Buffer.from(line)) ?? assert.fail(line));
        this.#more.resolve();
        this.#more = Promise.withResolvers();
        return chunk.length;
      },
      ended: () => {
        this.#over = true;
        this.#more.resolve();
      },
    });
    this.#write('{"mtype":7,"payload":{"supported_versions":["2.0"]}}\n');
  }

  /** What answers a request: the name of an error, or undefined. */
  async asks(mtype: number, payload: Payload): Promise<unknown> {
    const ref = ++this.#ref;
    this.#write(`${JSON.stringify({ mtype, ref, payload })}\n`);
    return this.#named((each) => each.ref === ref);
  }

  /** The name of an error that answers nothing. */
  told(): Promise<unknown> {
    return this.#named(({ mtype, ref }) => mtype === types.error && ref === undefined);
  }

  async #named(isMeant: (pdu: Asker['heard'][number]) => boolean): Promise<unknown> {
    for (;;) {
      const found = this.heard.find(isMeant);
      if (found) return found.mtype === types.error ? found.payload['name'] : undefined;
      assert.ok(!this.#over, 'the connection has ended');
      await this.#more.promise;
    }
  }
}

test('a listener for accounts only, and registration that is closed or used up', async (t) => {
  const forAccounts = await openChat(t, { rules: { ...openRules, guests: false } });
  assert.equal(await new Asker(forAccounts).asks(types.login, { name: 'alice' }), 'no-guests');
  const closed = new Asker(await openChat(t, { rules: { ...openRules, registration: 'closed' } }));
  await closed.asks(types.login, { name: 'alice' });
  assert.equal(await closed.asks(types.register, { password: 's3cret' }), 'registration-closed');
  const scene = await openChat(t, { registrations: 1 });
  const [alice, bob] = [new Asker(scene), new Asker(scene)];
  await alice.asks(types.login, { name: 'alice' });
  await bob.asks(types.login, { name: 'bob' });
  assert.equal(await alice.asks(types.register, { password: 's3cret' }), undefined);
  assert.equal(await bob.asks(types.register, { password: 's3cret' }), 'registrations-used');
});

const unbounded = { asks: { burst: 1e9, perSecond: 1 }, bytes: { burst: 1e9, perSecond: 1 } };

test('limits of a user, a mailbox and a disk', async (t) => {
  const scene = await openChat(t, { rates: { session: unbounded, address: unbounded, light: unbounded } });
  const alice = new Asker(scene);
  await alice.asks(types.login, { name: 'alice' });
  const joins = Array.from({ length: 250 }, (_, nth) => alice.asks(types.join, { room: `#r${nth}` }));
  assert.deepEqual(new Set(await Promise.all(joins)), new Set([undefined]));
  assert.equal(await alice.asks(types.join, { room: '#more' }), 'too-many-rooms');
  const text = 'x'.repeat(16_384);
  for (let nth = 0; nth < 64; nth++) assert.equal(await alice.asks(types.chat, { to: 'user1', text }), undefined);
  assert.equal(await alice.asks(types.chat, { to: 'user1', text }), 'mailbox-full');
  Object.assign(scene.store, { spare: () => 0 });
  assert.equal(await alice.asks(types.chat, { to: '#r1', text }), 'quota-used');
  Object.assign(scene.store, { locked: () => true });
  assert.equal(await alice.asks(types.chat, { to: '#r1', text: 'x' }), 'busy');
  Object.assign(scene.store, { locked: () => false, hasSpace: () => false });
  assert.equal(await alice.asks(types.chat, { to: '#r1', text: 'x' }), 'busy');
});

test('an account whose password was changed, or that was removed, is told so', async (t) => {
  const scene = await openChat(t);
  const { chat } = scene;
  const account = chat.accountNamed('user1') ?? assert.fail();
  const first = new Asker(scene);
  await first.asks(types.login, { name: 'user1', password: 'pass1' });
  await chat.command({ kind: 'credential', account: account.id, secret: 'plain:another' });
  assert.equal(await first.told(), 'account-changed');
  const second = new Asker(scene);
  await second.asks(types.login, { name: 'user2', password: 'pass2' });
  await chat.command({ kind: 'unregistered', account: chat.accountNamed('user2')?.id ?? 0 });
  assert.equal(await second.told(), 'account-changed');
});
