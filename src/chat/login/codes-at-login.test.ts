import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedCodes, Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { parseCode } from '#chat/rights/codes.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import type { MadePurpose } from '#chat/rights/token.ts';
import { turn } from './password-tries.suite.ts';

const inviting: ListenerRules = { ...openRules, registration: 'invite' };
/** The same codes as the chat would make. */
const codes = countedCodes();
const [first, second] = [codes.make(), codes.make()];

async function make(hand: HandChat, code: string, purpose: MadePurpose, account?: number): Promise<void> {
  const made = hand.chat.command({
    kind: 'tokenMade',
    purpose,
    hash: codes.hash(parseCode(code) ?? ''),
    uses: 1,
    account,
  });
  await hand.bus.deliver();
  assert.equal((await made).kind, 'entry');
}

async function guest(hand: HandChat, name: string, rules = inviting): Promise<{ ear: Ear; seat: Seat<string> }> {
  const ear = new Ear();
  const seat = hand.chat.open(ear, rules, '10.0.0.1');
  hand.chat.come(seat, { name }, 'come');
  await hand.bus.deliver();
  ear.hear();
  return { ear, seat };
}

async function answer(hand: HandChat, ear: Ear): Promise<string> {
  await turn();
  await hand.bus.deliver();
  return ear.hear();
}

test('the code is after the password, or in its own field', async () => {
  const hand = await openHandChat();
  await make(hand, first, 'invite-server');
  await make(hand, second, 'invite-server');
  const { ear, seat } = await guest(hand, 'alice');
  const tried: string[] = [];
  for (const [text, code] of [
    ['swordfish', undefined],
    ['swordfish not-a-code', undefined],
    ['two words', second],
    [`swordfish  ${first.toUpperCase()}`, undefined],
  ] as const) {
    hand.chat.register(seat, text, 'register', code);
    tried.push(await answer(hand, ear));
  }
  assert.deepEqual(
    tried.slice(0, 3),
    ['code-needed', 'token-invalid', 'password-invalid'].map((why) => `register=${why}|`),
  );
  assert.match(tried[3] ?? '', /^register=\d+\|$/);
  const bob = await guest(hand, 'bob');
  hand.chat.register(bob.seat, 'swordfish', 'register', second);
  assert.match(await answer(hand, bob.ear), /^register=\d+\|$/);
  const carol = await guest(hand, 'carol');
  hand.chat.register(carol.seat, `swordfish ${second}`, 'register');
  assert.equal(await answer(hand, carol.ear), 'register=token-invalid|');
});

test('where no code is required, two words are not a password, and a given code is still spent', async () => {
  const hand = await openHandChat();
  await make(hand, first, 'invite-server');
  const { ear, seat } = await guest(hand, 'alice', openRules);
  hand.chat.register(seat, 'two words', 'register');
  assert.equal(await answer(hand, ear), 'register=password-invalid|');
  hand.chat.register(seat, `swordfish ${first}`, 'register');
  assert.match(await answer(hand, ear), /^register=\d+\|$/);
  hand.chat.register(await guest(hand, 'bob').then((bob) => bob.seat), `swordfish ${first}`, 'register');
  await answer(hand, ear);
  assert.equal(hand.chat.accountNamed('bob'), undefined);
});

test('wrong codes are counted, logged without the code, and delay the next ones from that network', async () => {
  const wrong: unknown[] = [];
  const hand = await openHandChat(undefined, { onWrongPassword: (each) => wrong.push(each) });
  const { ear, seat } = await guest(hand, 'alice');
  for (let n = 0; n < 25; n++) hand.chat.register(seat, `swordfish ${second}`, 'register');
  await turn();
  const answered = (await answer(hand, ear)).split('|').length - 1;
  assert.equal(answered, 20);
  assert.deepEqual(wrong[0], { listener: '', address: '10.0.0.1', name: undefined });
  await make(hand, first, 'invite-server');
  const elsewhere = hand.chat.open(new Ear(), inviting, '10.9.9.9');
  hand.chat.come(elsewhere, { name: 'bob' }, 'come');
  await hand.bus.deliver();
  hand.chat.register(elsewhere, `swordfish ${first}`, 'register');
  await answer(hand, ear);
  assert.ok(hand.chat.accountNamed('bob'));
});

test('a code sets a new password, from a session that is not logged in, and the old sessions end', async () => {
  const hand = await openHandChat();
  await hand.register('alice');
  const old = await hand.come('alice');
  const account = hand.chat.accountNamed('alice')?.id;
  await make(hand, first, 'password-reset', account);
  const ear = new Ear();
  const seat = hand.chat.open(ear, openRules, '10.0.0.1');
  hand.chat.reset(seat, second, 'swordfish', 'reset');
  assert.equal(await answer(hand, ear), 'reset=token-invalid|');
  hand.chat.reset(seat, first, 'sword fish', 'reset');
  assert.equal(await answer(hand, ear), 'reset=password-invalid|');
  hand.chat.reset(seat, first, 'swordfish', 'reset');
  assert.match(await answer(hand, ear), /^reset=\d+\|$/);
  assert.match(old.ear.hear(), /ended/);
  hand.chat.come(seat, { name: 'alice', password: 'swordfish' }, 'come');
  assert.match(await answer(hand, ear), /^come=\d+\|$/);
  hand.chat.reset(seat, first, 'swordfish', 'reset');
  assert.equal(await answer(hand, ear), 'reset=token-invalid|');
});

test('a channel is entered with its key or a code, and wrong ones delay the next ones', async () => {
  const wrong: unknown[] = [];
  const hand = await openHandChat(undefined, { onWrongPassword: (each) => wrong.push(each) });
  const owner = await guest(hand, 'olga');
  const bob = await guest(hand, 'bob');
  const done = async (): Promise<string> => (await answer(hand, owner.ear)).replace(/\d+/, 'done');
  hand.ask(owner.seat, 'join', { kind: 'joined' }, '#tea');
  assert.equal(await done(), 'join=done|');
  hand.ask(owner.seat, 'key', { kind: 'set', name: 'key', value: 'sesame' }, '#tea');
  assert.equal(await done(), 'key=done|');
  const made = hand.chat.command(
    { kind: 'tokenMade', purpose: 'invite-room', hash: codes.hash(parseCode(first) ?? ''), uses: 1 },
    '#tea',
  );
  await hand.bus.deliver();
  assert.equal((await made).kind, 'entry');
  const enter = async (room: string, secret: string): Promise<string> => {
    hand.chat.enter(bob.seat, room, 'enter', secret);
    return (await answer(hand, bob.ear)).replace(/\d+/, 'done');
  };
  assert.equal(await enter('#tea', 'wrong'), 'enter=wrong-key|');
  assert.equal(await enter('#tea', second), 'enter=token-invalid|');
  assert.equal(await enter('#nix', second), 'enter=no-room|');
  assert.equal(wrong.length, 3);
  assert.equal(await enter('#TEA', first), 'enter=done|');
  hand.ask(bob.seat, 'leave', { kind: 'left' }, '#tea');
  await answer(hand, bob.ear);
  assert.equal(await enter('#tea', first), 'enter=token-invalid|');
  assert.equal(await enter('#tea', 'sesame'), 'enter=done|');
  hand.ask(bob.seat, 'leave', { kind: 'left' }, '#tea');
  await answer(hand, bob.ear);
  let guesses = 0;
  while ((await enter('#tea', `guess${guesses}`)) !== '') guesses++;
  assert.equal(wrong.length, 20, 'so many wrong ones of a network cause no delay');
  assert.equal(guesses, 16);
});

test('the first owner claims the server, once, and logs in with the new password', async () => {
  const hand = await openHandChat();
  await make(hand, first, 'owner');
  const ear = new Ear();
  const seat = hand.chat.open(ear, { ...openRules, guests: false, registration: 'closed' }, '10.0.0.1');
  const claim = async (code: string, password: string): Promise<string> => {
    hand.chat.claim(seat, code, 'olga', password, 'claim');
    return (await answer(hand, ear)).replace(/\d+/, 'done');
  };
  assert.equal(await claim(second, 'swordfish'), 'claim=token-invalid|');
  assert.equal(await claim(first, 'sword fish'), 'claim=password-invalid|');
  assert.equal(await claim(first, 'swordfish'), 'claim=done|');
  assert.equal(await claim(first, 'swordfish'), 'claim=token-invalid|');
  hand.chat.come(seat, { name: 'olga', password: 'swordfish' }, 'come');
  assert.match(await answer(hand, ear), /^come=\d+\|$/);
  assert.equal(hand.chat.serverRole(seat), 'owner');
});

test('a login that registers is counted among the registrations of its address', async () => {
  const hand = await openHandChat(undefined, { registrations: 1 });
  for (const code of [first, second]) await make(hand, code, 'invite-server');
  const comes = async (name: string, code: string, address: string): Promise<string> => {
    const ear = new Ear();
    const seat = hand.chat.open(ear, inviting, address);
    hand.chat.come(seat, { name, password: `swordfish ${code}` }, 'come');
    for (let n = 0; n < 2; n++) {
      await turn();
      await hand.bus.deliver();
    }
    return ear.hear().replace(/\d+/, 'done');
  };
  assert.equal(await comes('alice', first, '10.0.0.1'), 'come=done|');
  assert.equal(await comes('bob', second, '10.0.0.1'), 'come=password-wrong|');
  assert.equal(await comes('bob', second, '10.0.0.2'), 'come=done|');
});

test('an invited user can register although others at the same address have used its hourly limit, but not more often than these', async () => {
  const hand = await openHandChat(undefined, { registrations: 2 });
  for (const code of [first, second]) await make(hand, code, 'invite-server');
  const third = codes.make();
  await make(hand, third, 'invite-server');
  const register = async (name: string, code?: string): Promise<string> => {
    const { ear, seat } = await guest(hand, name, openRules);
    hand.chat.register(seat, 'swordfish', 'register', code);
    return answer(hand, ear);
  };
  const come = async (name: string, code: string): Promise<string> => {
    const ear = new Ear();
    const seat = hand.chat.open(ear, openRules, '10.0.0.1');
    hand.chat.come(seat, { name, password: `swordfish ${code}` }, 'come');
    return (await answer(hand, ear)) + (await answer(hand, ear));
  };
  for (const name of ['a', 'b']) assert.match(await register(name), /=\d+/);
  assert.equal(await register('c'), 'register=too-many-registrations|');
  assert.equal(await register('d', 'AAAA-AAAA-AAAA-AAAA'), 'register=too-many-registrations|', 'no such invitation');
  assert.match(await register('e', first), /=\d+/);
  assert.match(await come('f', second), /=\d+/);
  assert.equal(await register('g', third), 'register=too-many-registrations|');
  assert.equal(await come('h', third), 'come=password-wrong|');
});
