import type { Passwords } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { ChatOptions } from '#chat/composition/create-chat.ts';
import { Ear, type HandChat, openHandChat, plainPasswords } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Passwords that keep count of what they did. */
class CountedPasswords implements Passwords {
  hashes = 0;
  /** The hashes that passwords were compared with. */
  readonly compared: (string | undefined)[] = [];
  running = 0;
  maxRunning = 0;
  /** Nothing is done before this resolves. */
  until: Promise<void> = Promise.resolve();

  async hash(password: string): Promise<string> {
    this.hashes++;
    await this.#work();
    return plainPasswords.hash(password);
  }

  async verify(password: string, secret: string | undefined): Promise<boolean> {
    this.compared.push(secret);
    await this.#work();
    return plainPasswords.verify(password, secret);
  }

  async #work(): Promise<void> {
    this.maxRunning = Math.max(this.maxRunning, ++this.running);
    await turn();
    await this.until;
    this.running--;
  }
}

interface Peer {
  readonly ear: Ear;
  readonly seat: Seat<string>;
}

/** Alice and Bob have accounts; the password is `secret`. */
class Scene {
  readonly passwords = new CountedPasswords();
  readonly clock: TestClock = createTestClock();
  readonly hand: HandChat;

  private constructor(hand: HandChat, passwords: CountedPasswords, clock: TestClock) {
    this.hand = hand;
    this.passwords = passwords;
    this.clock = clock;
  }

  static async open(options: Partial<ChatOptions> = {}): Promise<Scene> {
    const passwords = new CountedPasswords();
    const clock = createTestClock();
    const hand = await openHandChat(undefined, { passwords, clock, ...options });
    for (const name of ['alice', 'bob']) {
      const registered = hand.chat.command({ kind: 'registered', name, secret: 'hash of secret' });
      await hand.bus.deliver();
      await registered;
    }
    return new Scene(hand, passwords, clock);
  }

  tries(name: string, password: string, address: string): Peer {
    const ear = new Ear();
    const seat = this.hand.chat.open(ear, openRules, address);
    this.hand.chat.come(seat, { name, password }, 'come');
    return { ear, seat };
  }

  /** Lets everything happen that waits for no time. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet++) {
      if (this.passwords.running > 0 || this.hand.bus.published.length > 0) quiet = 0;
      await turn();
      await this.hand.bus.deliver();
    }
  }
}

const came = /^come=(\d+|no-op)\|/;

describe('a login', () => {
  test('of a class behind one router succeeds as soon as its password is checked, two at a time', async () => {
    const scene = await Scene.open();
    const peers = Array.from({ length: 200 }, () => scene.tries('alice', 'secret', '10.0.0.1'));
    await scene.settle();
    for (const { ear } of peers) assert.match(ear.hear(), came);
    const others = ['alice', 'bob', 'alice', 'bob'].map((name, n) => scene.tries(name, 'secret', `10.0.0.${n}`));
    await scene.settle();
    for (const { ear } of others) assert.match(ear.hear(), came);
    assert.equal(scene.passwords.maxRunning, 2);
    assert.equal(scene.clock.elapsed(), 0);
  });

  test('of the owner from a known network is not delayed by a thousand guesses from elsewhere', async () => {
    const scene = await Scene.open();
    const before = scene.tries('alice', 'secret', '10.0.0.1');
    await scene.settle();
    scene.hand.chat.close(before.seat);
    await scene.settle();
    for (let n = 0; n < 1000; n++) scene.tries('alice', 'wrong', `10.1.${n >> 8}.${n & 255}`);
    await scene.settle();
    const known = scene.tries('alice', 'secret', '10.0.0.1');
    const unknown = scene.tries('alice', 'secret', '10.0.0.2');
    await scene.settle();
    assert.match(known.ear.hear(), came);
    assert.equal(unknown.ear.hear(), '');
  });

  test('from a known network of the account waits for few of those from elsewhere', async () => {
    const scene = await Scene.open();
    scene.tries('alice', 'secret', '10.0.0.1');
    await scene.settle();
    const freed = Promise.withResolvers<void>();
    scene.passwords.until = freed.promise;
    for (let n = 0; n < 500; n++) scene.tries(`name${n}`, 'wrong', `10.1.${n >> 8}.${n & 255}`);
    const { seat } = scene.tries('alice', 'secret', '10.0.0.1');
    await turn();
    freed.resolve();
    while (seat.isChecked) await turn();
    assert.ok(scene.passwords.compared.length < 10, `${scene.passwords.compared.length} were looked at before`);
    await scene.settle();
  });

  test('is not held up by registrations, nor by who shares the address', async () => {
    const scene = await Scene.open();
    const guests = await Promise.all(Array.from({ length: 100 }, (_, n) => scene.hand.come(`guest${n}`)));
    const freed = Promise.withResolvers<void>();
    scene.passwords.until = freed.promise;
    for (const { seat } of guests) scene.hand.chat.register(seat, 'secret', 'register');
    const { seat, ear } = scene.tries('alice', 'secret', '');
    await turn();
    scene.passwords.until = Promise.resolve();
    freed.resolve();
    while (seat.isChecked) await turn();
    assert.ok(scene.passwords.hashes <= 6, `${scene.passwords.hashes} hashes came before`);
    await scene.settle();
    assert.match(ear.hear(), came);
  });

  test('for an unknown account or with an invalid password is checked like any other', async () => {
    const scene = await Scene.open();
    const attempts = [
      ['alice', 'wrong'],
      ['carol', 'secret'],
      ['#', 'secret'],
      ['alice', 'two words'],
    ] as const;
    for (const [n, [name, password]] of attempts.entries()) {
      const freed = Promise.withResolvers<void>();
      scene.passwords.until = freed.promise;
      const { ear } = scene.tries(name, password, `10.0.0.${n}`);
      for (let turns = 0; turns < 5; turns++) await turn();
      assert.equal(ear.hear(), '', 'not sooner');
      freed.resolve();
      await scene.settle();
      assert.equal(ear.hear(), 'come=password-wrong|');
    }
    assert.deepEqual(scene.passwords.compared, ['hash of secret', undefined, undefined, undefined]);
  });

  test('has the same cost with any change of the system clock', async () => {
    const scene = await Scene.open();
    for (let n = 0; n < 5; n++) {
      scene.tries('alice', 'wrong', '10.0.0.1');
      await scene.settle();
      await scene.clock.pass(10_000);
    }
    const now = scene.clock.now();
    scene.clock.now = () => now - 7_200_000;
    const { ear } = scene.tries('alice', 'secret', '10.0.0.1');
    await scene.clock.pass(10_000);
    await scene.settle();
    assert.match(ear.hear(), came);
  });
});

describe('registrations', () => {
  test('are limited per hour from one address', async () => {
    const scene = await Scene.open({ registrations: 2 });
    const register = async (name: string, address: string): Promise<string> => {
      const ear = new Ear();
      const seat = scene.hand.chat.open(ear, openRules, address);
      scene.hand.chat.come(seat, { name }, 'come');
      await scene.settle();
      ear.hear();
      scene.hand.chat.register(seat, 'secret', 'register');
      await scene.settle();
      return ear.hear();
    };
    assert.match(await register('carol', '2001:db8::1'), /register=\d+/);
    assert.match(await register('dan', '2001:db8::2'), /register=\d+/);
    assert.equal(await register('eve', '2001:db8::3'), 'register=too-many-registrations|');
    assert.match(await register('frank', '2001:db8:0:1::1'), /register=\d+/, 'another network');
    await scene.clock.pass(3_600_000);
    assert.match(await register('grace', '2001:db8::3'), /register=\d+/);
  });

  test('are logins from that address', async () => {
    const scene = await Scene.open();
    const { seat } = await scene.hand.come('carol');
    scene.hand.chat.register(seat, 'secret', 'register');
    await scene.settle();
    for (let n = 0; n < 20; n++) scene.tries('carol', 'wrong', `10.0.0.${n}`);
    await scene.settle();
    const { ear } = scene.tries('carol', 'secret', '');
    await scene.settle();
    assert.match(ear.hear(), came);
  });
});

describe('closing', () => {
  test('drops waiting passwords, so that none of them is checked any more', async () => {
    const scene = await Scene.open();
    const freed = Promise.withResolvers<void>();
    scene.passwords.until = freed.promise;
    const peers = Array.from({ length: 3000 }, (_, n) => scene.tries(`name${n}`, 'wrong', `10.0.${n >> 6}.1`));
    await turn();
    const over = scene.hand.chat.closeAll();
    freed.resolve();
    await scene.settle();
    await over;
    assert.equal(scene.passwords.compared.length, 2);
    assert.ok(peers.every(({ ear }) => ear.over));
    assert.deepEqual(scene.hand.bugs, []);
  });

  test('refuses people without a session, and waits for what is being checked: the store is closed after that', async () => {
    const scene = await Scene.open();
    const { chat } = scene.hand;
    const freed = Promise.withResolvers<void>();
    scene.passwords.until = freed.promise;
    const logIn = (nth: number): Promise<unknown> =>
      chat.logIn({ name: `name${nth}`, password: 'wrong', address: `10.0.0.${nth}` });
    const [first, second, third] = [logIn(1), logIn(2), logIn(3)];
    let closed = false;
    const over = chat.closeAll().then(() => (closed = true));
    assert.deepEqual(await Promise.all([third, logIn(4)]), ['unavailable', 'unavailable']);
    await turn();
    assert.equal(closed, false);
    freed.resolve();
    assert.deepEqual(await Promise.all([first, second]), ['password-wrong', 'password-wrong']);
    await over;
    assert.equal(scene.passwords.compared.length, 2);
  });
});
