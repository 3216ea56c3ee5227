import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, bot, judged, logIn, scene } from '#chat/grants/grant-acts.suite.ts';
import { deviceLasts, usedEvery } from '#chat/rights/grant.ts';
import { Ear } from '#chat/hub/hand-bus.suite.ts';

test('a login without a session takes the password of the account, and gives a device', async () => {
  const { hand, alice, code } = await scene();
  assert.equal(await judged(hand, hand.chat.logIn({ name: 'alice', password: 'wrong', address })), 'password-wrong');
  assert.equal(await judged(hand, hand.chat.logIn({ name: 'nobody', password: 'tea', address })), 'password-wrong');
  assert.equal(alice.label, 'Firefox on Linux');
  const label = `${'x'.repeat(63)}😀`;
  const long = await judged(hand, hand.chat.logIn({ name: 'alice', password: 'tea', address, label }));
  assert.ok(typeof long === 'object' && 'grant' in long);
  assert.equal(long.grant.label, 'x'.repeat(63));
  assert.equal(alice.until, hand.clock.now() + deviceLasts);
  assert.deepEqual(hand.chat.grant(code.toUpperCase()), alice);
  assert.equal(hand.chat.grant('swordfish'), undefined);
  assert.ok(!JSON.stringify(hand.chat.kept.log(0, 100)).includes(alice.hash));
});

test('wrong passwords without a session delay those of sessions, and the other way round', async () => {
  const wrong: unknown[] = [];
  const { hand } = await scene({ onWrongPassword: (each) => wrong.push(each) });
  for (let n = 0; n < 3; n++) await judged(hand, hand.chat.logIn({ name: 'alice', password: `no${n}`, address }));
  assert.deepEqual(wrong.at(-1), { listener: '', address, name: 'alice' });
  const ear = new Ear();
  hand.chat.come(hand.chat.open(ear, undefined, address), { name: 'alice', password: 'tea' }, 'in');
  await judged(hand, Promise.resolve());
  await new Promise(setImmediate);
  assert.equal(ear.hear(), '', 'it waits');
  const gone = new AbortController();
  const second = hand.chat.logIn({ name: 'alice', password: 'tea', address, signal: gone.signal });
  gone.abort();
  assert.equal(await second, 'unavailable');
  hand.clock.time += 60_000;
  hand.clock.ring();
  for (let turn = 0; turn < 10; turn++) {
    await new Promise(setImmediate);
    await hand.bus.deliver();
  }
  assert.match(ear.hear(), /^in=\d+\|/);
});

test('another password takes the old one, ends all devices, and gives the asking one another code', async () => {
  const { hand, alice, code } = await scene();
  const other = await logIn(hand, 'alice');
  const change = (password: string, newPassword: string): ReturnType<typeof hand.chat.changePassword> =>
    judged(hand, hand.chat.changePassword(alice, { password, newPassword, address }));
  assert.equal(await change('wrong', 'milk'), 'password-wrong');
  assert.equal(await change('tea', 'two words'), 'password-invalid');
  assert.equal(
    await judged(
      hand,
      hand.chat.changePassword(await bot(hand, alice, ['read']), {
        password: 'tea',
        newPassword: 'milk',
        address,
      }),
    ),
    'out-of-scope',
  );
  const changed = await change('tea', 'milk');
  assert.ok(typeof changed === 'object');
  assert.deepEqual([hand.chat.grant(code), hand.chat.grant(other.code)], [undefined, undefined]);
  assert.deepEqual([changed.grant.label, hand.chat.grant(changed.code)?.id], [alice.label, changed.grant.id]);
  assert.equal(await change('milk', 'tea'), 'grant-invalid', 'the device has another code now');
  assert.equal(await judged(hand, hand.chat.logIn({ name: 'alice', password: 'tea', address })), 'password-wrong');
});

test('an account is made without a session, as often as the hour allows', async () => {
  const { hand } = await scene({ registrations: 2 });
  const made = await judged(hand, hand.chat.signUp({ name: 'carol', password: 'milk', address }));
  assert.ok(typeof made === 'object');
  assert.equal(made.grant.account.name, 'carol');
  assert.equal(hand.chat.accountNamed('carol')?.secret, 'hash of milk');
  const again = (name: string, password = 'milk'): Promise<unknown> =>
    judged(hand, hand.chat.signUp({ name, password, address }));
  assert.equal(await again('dave', 'two words'), 'password-invalid');
  assert.equal(await again('alice'), 'name-registered');
  assert.equal(await again('dave'), 'too-many-registrations');
  const { code, hash } = hand.chat.newCode();
  await judged(hand, hand.chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 }));
  const invited = hand.chat.signUp({ name: 'erin', password: 'milk', address, invitation: code });
  assert.ok(typeof (await judged(hand, invited)) === 'object', 'who is invited is counted apart');
});

test('an invitation is spent by an account that is made without a session', async () => {
  const { hand } = await scene();
  await judged(hand, hand.chat.command({ kind: 'setting', name: 'registration', value: 'invite' }));
  const { code, hash } = hand.chat.newCode();
  await judged(hand, hand.chat.command({ kind: 'tokenMade', purpose: 'invite-server', hash, uses: 1 }));
  const sign = (name: string, invitation?: string): Promise<unknown> =>
    judged(hand, hand.chat.signUp({ name, password: 'milk', address, invitation }));
  assert.equal(await sign('carol'), 'code-needed');
  assert.equal(await sign('carol', 'nonsense'), 'token-invalid');
  assert.ok(typeof (await sign('carol', code)) === 'object');
  assert.equal(await sign('dave', code), 'token-invalid');
});

test('a session comes by a device, and ends when that is logged out elsewhere', async () => {
  const { hand, alice, code } = await scene();
  const other = await logIn(hand, 'alice');
  const come = async (device: string): Promise<Ear> => {
    const ear = new Ear();
    hand.chat.come(hand.chat.open(ear), { device }, 'in', '#lobby');
    await hand.bus.deliver();
    return ear;
  };
  const [one, two, bad] = [await come(code), await come(other.code), await come('swordfish')];
  assert.match(one.hear(), /^in=(\d+|no-op)\|/);
  two.hear();
  assert.equal(bad.hear(), 'in=grant-invalid|');
  const out = { kind: 'tokenRevoked', token: alice.id } as const;
  await judged(hand, hand.chat.act(other.grant, { event: out, address }));
  assert.equal(one.hear(), 'ended|');
  assert.equal(two.hear(), '');
  await judged(hand, hand.chat.act(other.grant, { event: { kind: 'loggedOut' }, address }));
  assert.equal(two.hear(), 'ended|');
  assert.deepEqual([hand.chat.grant(code), hand.chat.grant(other.code)], [undefined, undefined]);
});

test('the first use of a bot is noted at once', async () => {
  const { hand, alice } = await scene();
  const { id } = await bot(hand, alice, ['read']);
  assert.equal(hand.chat.kept.tokenOfId(id)?.used, 0, 'it was made');
  await hand.bus.deliver();
  assert.equal(hand.chat.kept.tokenOfId(id)?.used, hand.clock.now(), 'the test has looked for it');
});

test('a device that is used lasts on, noted once a day', async () => {
  const { hand, code } = await scene();
  hand.clock.time += usedEvery - 1;
  hand.chat.grant(code);
  assert.equal(hand.bus.published.length, 0);
  hand.clock.time += 1;
  for (let n = 0; n < 3; n++) hand.chat.grant(code);
  assert.equal(hand.bus.published.length, 1);
  await hand.bus.deliver();
  const grant = hand.chat.grant(code);
  assert.deepEqual([grant?.used, grant?.until], [hand.clock.now(), hand.clock.now() + deviceLasts]);
  hand.clock.time += deviceLasts;
  assert.equal(hand.chat.grant(code), undefined);
});
