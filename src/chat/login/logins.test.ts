import type { Passwords } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat, plainPasswords } from '#chat/hub/hand-bus.suite.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Passwords that are looked at when the test says so. */
class SlowPasswords implements Passwords {
  readonly looked: PromiseWithResolvers<void>[] = [];

  async hash(password: string): Promise<string> {
    await this.#look();
    return plainPasswords.hash(password);
  }

  async verify(password: string, secret: string): Promise<boolean> {
    await this.#look();
    return plainPasswords.verify(password, secret);
  }

  #look(): Promise<void> {
    const look = Promise.withResolvers<void>();
    this.looked.push(look);
    return look.promise;
  }
}

async function opened(passwords: Passwords = plainPasswords): Promise<HandChat> {
  const hand = await openHandChat(undefined, { passwords });
  const registered = hand.chat.command({ kind: 'registered', name: 'alice', secret: 'hash of secret' });
  await hand.bus.deliver();
  await registered;
  return hand;
}

function enter(hand: HandChat, rules: ListenerRules = openRules): { ear: Ear; seat: Seat<string> } {
  const ear = new Ear();
  return { ear, seat: hand.chat.open(ear, rules, '10.0.0.1') };
}

describe('coming', () => {
  test('an account logs in with its password, and not with a wrong one', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand);
    for (const [name, password] of [
      ['alice', 'wrong'],
      ['bob', 'secret'],
      ['#', 'secret'],
      ['alice', 'two words'],
    ] as const) {
      hand.chat.come(seat, { name, password }, name);
      await turn();
      assert.equal(ear.hear(), `${name}=password-wrong|`);
    }
    hand.chat.come(seat, { name: 'ALICE', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=4|');
  });

  test('what was asked behind a password is answered behind it', async () => {
    const passwords = new SlowPasswords();
    const hand = await opened(passwords);
    const { ear, seat } = enter(hand);
    hand.chat.come(seat, { name: 'alice', password: 'wrong' }, 'come');
    hand.ask(seat, 'say', { kind: 'message', text: 'hi' }, '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), '');
    passwords.looked[0]?.resolve();
    await turn();
    assert.equal(ear.hear(), 'come=password-wrong|say=not-here|');
  });

  test('a password that changed while it was looked at is stale', async () => {
    const passwords = new SlowPasswords();
    const hand = await opened(passwords);
    const { ear, seat } = enter(hand);
    hand.chat.come(seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    void hand.chat.command({ kind: 'credential', account: 3, secret: 'hash of other' });
    await hand.bus.deliver();
    passwords.looked[0]?.resolve();
    await turn();
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=credential-stale|');
  });

  test('a client that disconnects while its password is checked does not log in', async () => {
    const passwords = new SlowPasswords();
    const hand = await opened(passwords);
    const { ear, seat } = enter(hand);
    hand.chat.come(seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    hand.chat.close(seat);
    passwords.looked[0]?.resolve();
    await turn();
    await hand.bus.deliver();
    assert.ok(ear.over);
    assert.equal(hand.chat.sessions, 0);
    assert.deepEqual(hand.bugs, []);
  });

  test('a client that disconnects while its password is delayed is ended at once', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand);
    for (let n = 0; n < 4; n++) {
      hand.chat.come(seat, { name: 'alice', password: 'wrong' }, 'come');
      await turn();
    }
    assert.equal(hand.clock.due.length, 1);
    hand.chat.close(seat);
    await turn();
    await hand.bus.deliver();
    assert.ok(ear.over);
    assert.deepEqual(hand.clock.due, []);
  });

  test('the fourth wrong password is checked a second later', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand);
    for (let n = 0; n < 3; n++) {
      hand.chat.come(seat, { name: 'alice', password: 'wrong' }, 'come');
      await turn();
      assert.equal(ear.hear(), 'come=password-wrong|');
    }
    hand.chat.come(seat, { name: 'alice', password: 'wrong' }, 'come');
    await turn();
    assert.equal(ear.hear(), '');
    hand.clock.ring();
    await turn();
    assert.equal(ear.hear(), '', 'not a moment sooner');
    hand.clock.time += 1000;
    hand.clock.ring();
    await turn();
    assert.equal(ear.hear(), 'come=password-wrong|');
  });

  test('without a password only where guests may come', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand, { ...openRules, guests: false });
    hand.chat.come(seat, { name: 'bob' }, 'come');
    assert.equal(ear.hear(), 'come=no-guests|');
  });
});

describe('the same account once more', () => {
  const rules = (sameAccount: ListenerRules['sameAccount'], listener: string): ListenerRules => ({
    ...openRules,
    sameAccount,
    listener,
  });

  async function twice(hand: HandChat, first: ListenerRules, second: ListenerRules): Promise<readonly string[]> {
    const one = enter(hand, first);
    const two = enter(hand, second);
    for (const { seat } of [one, two]) {
      hand.chat.come(seat, { name: 'alice', password: 'secret' }, 'come');
      await turn();
      await hand.bus.deliver();
      await hand.bus.deliver();
    }
    return [one.ear.hear(), two.ear.hear(), `${hand.chat.sessions}`];
  }

  test('is shared by default', async () => {
    assert.deepEqual(await twice(await opened(), rules('share', 'a'), rules('share', 'a')), [
      'come=4|',
      'come=no-op|',
      '2',
    ]);
  });

  test('is refused, and the first one stays', async () => {
    const refused = await twice(await opened(), rules('refuse', 'a'), rules('refuse', 'a'));
    assert.deepEqual(refused, ['come=4|', 'come=account-in-use|', '2']);
  });

  test('takes the place of the first one, which is told', async () => {
    const replaced = await twice(await opened(), rules('replace', 'a'), rules('replace', 'a'));
    assert.deepEqual(replaced, ['come=4|ended|', 'come=no-op|', '1']);
  });

  test('counts the sessions of that listener only', async () => {
    for (const policy of ['refuse', 'replace'] as const) {
      const both = await twice(await opened(), rules(policy, 'a'), rules(policy, 'b'));
      assert.deepEqual(both, ['come=4|', 'come=no-op|', '2']);
    }
  });

  test('is free again when the first one has gone', async () => {
    const hand = await opened();
    const one = enter(hand, rules('refuse', 'a'));
    hand.chat.come(one.seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    hand.chat.close(one.seat);
    await hand.bus.deliver();
    const two = enter(hand, rules('refuse', 'a'));
    hand.chat.come(two.seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    assert.equal(two.ear.hear(), 'come=6|');
  });
});

describe('registering', () => {
  test('makes an account of the guest, who keeps what it is', async () => {
    const hand = await opened();
    const { ear, seat } = await hand.come('bob', '#a');
    hand.chat.register(seat, 'secret', 'register');
    await turn();
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'register=5|');
    hand.chat.close(seat);
    await hand.bus.deliver();
    const again = enter(hand);
    hand.chat.come(again.seat, { name: 'bob', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    const carol = await hand.come('carol', '#a');
    hand.say(carol.seat, 'welcome back', '#a');
    await hand.bus.deliver();
    assert.equal(again.ear.hear(), 'come=7|8 carol came|9 carol: welcome back|');
    assert.equal(hand.chat.accountNamed('bob')?.id, 4);
  });

  test('is done for a client that hangs up after it', async () => {
    const hand = await opened();
    const { ear, seat } = await hand.come('bob');
    hand.chat.register(seat, 'secret', 'register');
    hand.chat.close(seat);
    await turn();
    await hand.bus.deliver();
    assert.ok(ear.over);
    assert.equal(hand.chat.accountNamed('bob')?.id, 4);
  });

  test('is refused in words that say why', async () => {
    const hand = await opened();
    const refusals = async (ear: Ear, seat: Seat<string>, password: string): Promise<string> => {
      hand.chat.register(seat, password, 'register');
      await turn();
      await hand.bus.deliver();
      return ear.hear();
    };
    const nobody = enter(hand);
    assert.equal(await refusals(nobody.ear, nobody.seat, 'secret'), 'register=not-here|');
    const closed = enter(hand, { ...openRules, registration: 'closed' });
    hand.chat.come(closed.seat, { name: 'carol' }, 'come');
    await hand.bus.deliver();
    closed.ear.hear();
    assert.equal(await refusals(closed.ear, closed.seat, 'secret'), 'register=registration-closed|');
    const bob = await hand.come('bob');
    assert.equal(await refusals(bob.ear, bob.seat, 'two words'), 'register=password-invalid|');
    await refusals(bob.ear, bob.seat, 'secret');
    assert.equal(await refusals(bob.ear, bob.seat, 'secret'), 'register=registered-already|');
  });
});

describe('an operator', () => {
  test('changes a password: who came by the old one is told, and ends', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand);
    hand.chat.come(seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    void hand.chat.command({ kind: 'credential', account: 3, secret: 'hash of other' });
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=4|5 (you) alice credential|ended|');
    await hand.bus.deliver();
    assert.ok(ear.over);
  });

  test('removes an account: its name is free once its sessions have ended', async () => {
    const hand = await opened();
    const { ear, seat } = enter(hand);
    hand.chat.come(seat, { name: 'alice', password: 'secret' }, 'come');
    await turn();
    await hand.bus.deliver();
    void hand.chat.command({ kind: 'unregistered', account: 3 });
    await hand.bus.deliver();
    await hand.bus.deliver();
    assert.ok(ear.over);
    assert.equal(hand.chat.accountNamed('alice'), undefined);
    const guest = await hand.come('alice');
    assert.notEqual(guest.seat.user, 3);
    assert.equal(guest.seat.account, false);
  });
});
