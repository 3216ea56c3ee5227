import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ear, type HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { address, bot, judged, scene } from './grant-acts.suite.ts';
import type { Asked } from '#chat/event.ts';
import type { Grant } from '#chat/rights/grant.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';

type Session = { readonly ear: Ear; readonly seat: Seat<string> };

/** A session of a bot, as of now: nothing is in the order for it. */
function connect(hand: HandChat, grant: Grant): Session {
  const ear = new Ear();
  ear.reads = true;
  const seat = hand.chat.open(ear, undefined, address);
  hand.chat.represent(seat, grant, 'represent');
  return { ear, seat };
}

async function connected(
  scopes: readonly Scope[] = ['read', 'post', 'rooms'],
): Promise<
  Awaited<ReturnType<typeof scene>> & Session & { readonly grant: Grant; readonly deliver: () => Promise<void> }
> {
  const met = await scene();
  const grant = await bot(met.hand, met.alice, scopes);
  const { ear, seat } = connect(met.hand, grant);
  assert.match(ear.hear(), /^represent=no-op\|/);
  return { ...met, ear, seat, grant, deliver: () => met.hand.bus.deliver() };
}

const command = (hand: HandChat, event: Asked): Promise<unknown> => judged(hand, hand.chat.command(event));

/** Without its seqs. */
const heard = ({ ear }: Pick<Session, 'ear'>): string => ear.hear().replaceAll(/(^|\|)\d+ /g, '$1');

test('a bot hears what its account hears and acts for it, and nobody sees it come or go', async () => {
  const { hand, bob, ear, seat, deliver } = await connected();
  hand.say(bob.seat, 'to all', '#lobby');
  hand.say(bob.seat, 'to alice', 'alice');
  await deliver();
  assert.equal(heard({ ear }), 'bob: to alice|bob: to all|');
  bob.ear.hear();
  hand.say(seat, 'from the bot', '#lobby');
  hand.ask(seat, 'join', { kind: 'joined' }, '#tea');
  hand.say(seat, 'tea', '#tea');
  await deliver();
  assert.match(ear.hear(), /^from the bot=\d+\|join=\d+\|tea=\d+\|$/, 'answers, and nothing twice');
  assert.equal(heard(bob), 'alice: from the bot|');
  const names = hand.chat.online(10).map(({ name }) => name);
  assert.deepEqual(names, ['bob']);
  hand.chat.idle(seat, true);
  hand.ask(seat, 'away', { kind: 'away', text: 'out' });
  await deliver();
  assert.equal(ear.hear(), 'away=out-of-scope|');
  hand.chat.close(seat);
  await deliver();
  assert.ok(ear.over);
  assert.equal(bob.ear.hear(), '', 'it does not leave, either');
  assert.deepEqual(hand.bugs, []);
});

test('mail that a bot receives also waits for the people of its account', async () => {
  const { hand, bob, ear: botEar, deliver } = await connected(['read', 'mark']);
  hand.say(bob.seat, 'read this', 'alice');
  await deliver();
  assert.equal(heard({ ear: botEar }), 'bob: read this|');
  hand.clock.ring();
  await deliver();
  const ear = new Ear();
  const seat = hand.chat.open(ear);
  const account = hand.chat.accountNamed('alice');
  assert.ok(account);
  hand.ask(seat, 'come', { kind: 'came', as: { account: account.id, version: account.version }, mail: true });
  await deliver();
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  assert.match(ear.hear(), /\(waited\) bob: read this\|/);
});

test('a bot that was revoked hears nothing of the same batch after that, and may do nothing', async () => {
  const { hand, alice, bob, ear, seat, grant, deliver } = await connected();
  hand.say(bob.seat, 'before', '#lobby');
  await new Promise(setImmediate);
  const revoked = hand.chat.act(alice, { event: { kind: 'tokenRevoked', token: grant.id }, address });
  await new Promise(setImmediate);
  hand.say(bob.seat, 'behind', '#lobby');
  hand.say(seat, 'too late', '#lobby');
  await deliver();
  await judged(hand, revoked);
  const rest = heard({ ear });
  assert.match(rest, /bob: before\|too late=grant-invalid\|ended\|$/);
  assert.ok(!rest.includes('behind'));
  await deliver();
  assert.ok(ear.over);
  assert.ok(!bob.ear.hear().includes('too late'));
  assert.equal(hand.chat.grant(grant.hash), undefined);
});

const ends: Readonly<Record<string, (hand: HandChat, alice: Grant) => Promise<unknown>>> = {
  'its account logs out everywhere': (hand, alice) =>
    judged(hand, hand.chat.act(alice, { event: { kind: 'loggedOut' }, address })),
  'the password of its account changes': (hand, alice) =>
    command(hand, { kind: 'credential', account: alice.account.id, secret: 'another' }),
  'its account is removed': (hand, alice) => command(hand, { kind: 'unregistered', account: alice.account.id }),
  'its account is banned from the server': (hand) =>
    command(hand, { kind: 'listed', list: 'ban', mask: 'account:alice', reason: 'spam' }),
};

for (const [when, end] of Object.entries(ends)) {
  test(`the session of a bot ends when ${when}`, async () => {
    const { hand, alice, bob, ear, deliver } = await connected();
    await end(hand, alice);
    assert.match(heard({ ear }), /ended\|$/);
    hand.say(bob.seat, 'still there?', '#lobby');
    await deliver();
    assert.equal(heard({ ear }), '');
    assert.ok(ear.over);
    assert.deepEqual(hand.bugs, []);
  });
}

test('the session of a bot ends when its code expires, and a banned account gets no session', async () => {
  const { hand, alice, bob, deliver } = await connected();
  const { code, hash } = hand.chat.newCode();
  const until = hand.clock.now() + 5000;
  const made = { kind: 'tokenMade', purpose: 'bot', hash, uses: 1, label: 'x', scopes: ['read'], until } as const;
  await judged(hand, hand.chat.act(alice, { event: made, address }));
  const grant = hand.chat.grant(code);
  assert.ok(grant);
  const { ear } = connect(hand, grant);
  hand.clock.time += 4999;
  hand.clock.ring();
  assert.equal(heard({ ear }), 'represent=no-op|');
  hand.clock.time += 1;
  hand.clock.ring();
  assert.equal(heard({ ear }), 'ended|');
  hand.say(bob.seat, 'still there?', '#lobby');
  await deliver();
  assert.ok(ear.over);
  await command(hand, { kind: 'listed', list: 'ban', mask: 'account:alice' });
  const other = connect(hand, grant);
  assert.equal(heard(other), 'represent=grant-invalid|');
});

test('a bot that comes back with a cursor is sent what it missed, also in private', async () => {
  const { hand, bob, seat, grant, deliver } = await connected();
  hand.chat.close(seat);
  await deliver();
  const cursor = hand.chat.cursor();
  hand.say(bob.seat, 'missed', '#lobby');
  hand.say(bob.seat, 'missed in private', 'alice');
  await deliver();
  const { ear, seat: back } = connect(hand, grant);
  assert.equal(hand.chat.follow(back, cursor), undefined);
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  assert.equal(heard({ ear }), 'represent=no-op|bob: missed|bob: missed in private|');
  hand.say(bob.seat, 'live', '#lobby');
  await deliver();
  assert.equal(heard({ ear }), 'bob: live|');
});

test('a person is idle when its own sessions are, whatever its bots do', async () => {
  const { hand, bob } = await connected();
  const person = await hand.come('alice', '#lobby');
  bob.ear.hear();
  hand.chat.idle(person.seat, true);
  assert.equal(bob.ear.hear(), 'presence|');
});

test('what a bot asks is judged by its scopes', async () => {
  const { hand, ear, seat, deliver } = await connected(['read']);
  hand.say(seat, 'no', '#lobby');
  hand.ask(seat, 'leave', { kind: 'left' }, '#lobby');
  hand.chat.enter(seat, '#tea', 'enter', 'a key');
  assert.equal(hand.chat.typing(seat, '#lobby', true), 'out-of-scope');
  await deliver();
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  await deliver();
  assert.equal(ear.hear(), 'no=out-of-scope|leave=out-of-scope|enter=out-of-scope|');
  const poster = await connected(['post']);
  assert.equal(poster.hand.chat.typing(poster.seat, '#lobby', true), undefined);
  assert.equal(heard(poster.bob), 'typing|');
});

test('a bot that continues at another address is judged there, and by later bans of that one', async () => {
  const hashOf = (network: string): string => Buffer.from(network).toString('hex').padEnd(32, '0');
  const addresses = { newKey: () => 'key', hash: (_: string, network: string) => hashOf(network) };
  const { hand, alice } = await scene({ addresses });
  const { ear, seat } = connect(hand, await bot(hand, alice, ['read']));
  const [cafe, train] = ['198.51.100.9', '198.51.100.77'];
  const from = async (place: string): Promise<string> => {
    const other = new Ear();
    assert.ok(hand.chat.move(hand.chat.open(other, undefined, place), seat, 'move'));
    await hand.bus.deliver();
    return other.hear();
  };
  const ban = (place: string): Promise<unknown> =>
    command(hand, { kind: 'listed', list: 'ban', mask: `address:${hashOf(place)}` });
  await ban(cafe);
  assert.equal(await from(cafe), 'move=server-banned|');
  assert.equal(await from(train), 'move=applied|');
  assert.equal(hand.chat.move(hand.chat.open(new Ear(), undefined, train), seat, 'again'), false);
  await ban(address);
  assert.equal(heard({ ear }), 'represent=no-op|');
  await ban(train);
  assert.equal(heard({ ear }), 'ended|');
  assert.equal(await from(address), 'move=unavailable|', 'it is closing');
  assert.deepEqual(hand.bugs, []);
});
