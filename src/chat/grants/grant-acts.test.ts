import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxHeldActs } from './grant-actors.ts';
import { Ear, type HandChat } from '#chat/hub/hand-bus.suite.ts';
import { usualRates } from '#chat/hub/turns/rates.ts';
import type { Answer } from '#chat/hub/session.ts';
import { address, bot, judged, say, scene } from './grant-acts.suite.ts';
import { type Grant, viaGrant } from '#chat/rights/grant.ts';
import type { Reader } from '#chat/readable/reader.ts';

test('a message by a grant is delivered in the room, and nobody arrives or departs', async () => {
  const { hand, alice, bob } = await scene();
  const answer = await say(hand, alice, 'from afar');
  assert.ok(answer.kind === 'entry');
  assert.equal(bob.ear.hear(), `${answer.entry.seq} alice: from afar|`);
  assert.deepEqual(
    hand.chat.online(9).map(({ name }) => name),
    ['bob'],
  );
  assert.deepEqual([hand.chat.sessions, hand.chat.underWay, hand.bugs], [1, 0, []]);
});

test('a message tells the bot or webhook that said it, also when it was edited; a device is the account itself', async () => {
  const { hand, alice } = await scene();
  const by = async (grant: Grant): Promise<unknown> => {
    const answer = await say(hand, grant, 'said');
    assert.ok(answer.kind === 'entry' && answer.entry.event.kind === 'message');
    assert.equal(answer.entry.via, viaGrant);
    return answer.entry.event.by;
  };
  assert.equal(await by(alice), undefined);
  const program = await bot(hand, alice, ['post', 'read']);
  assert.deepEqual(await by(program), { kind: 'bot', label: 'bot' });
  const { code, hash } = hand.chat.newCode();
  await judged(hand, hand.chat.command({ kind: 'serverRole', user: 'alice', role: 'owner' }));
  const made = { kind: 'tokenMade', purpose: 'webhook', hash, uses: 1, label: 'deploys' } as const;
  await judged(hand, hand.chat.act(alice, { event: made, room: '#lobby', address }));
  const webhook = hand.chat.grant(code);
  assert.ok(webhook);
  assert.deepEqual(await by(webhook), { kind: 'webhook', label: 'deploys' });
  const reader = hand.chat.reader(program, address);
  assert.ok('user' in reader);
  const target = hand.chat.cursor().seq;
  await judged(hand, hand.chat.act(alice, { event: { kind: 'edited', target, text: 'better' }, address }));
  const now = hand.chat.message(reader, target)?.entry.event;
  assert.deepEqual(now, { kind: 'message', text: 'better', edited: 15, by: { kind: 'webhook', label: 'deploys' } });
});

test('the sessions of the account get its messages as from another session', async () => {
  const { hand, alice } = await scene();
  const own = await hand.come('alice', '#lobby');
  const answer = await say(hand, alice, 'by hand');
  assert.ok(answer.kind === 'entry');
  assert.equal(own.ear.hear(), `${answer.entry.seq} (you) alice: by hand|`);
  const hearers = hand.chat.hearers('#lobby');
  await judged(hand, hand.chat.act(alice, { event: { kind: 'joined' }, room: '#lobby', address }));
  assert.equal(hand.chat.hearers('#lobby'), hearers, 'who acts by a grant does not hear the room');
  await say(hand, alice, 'again');
  assert.match(own.ear.hear(), /^\d+ \(you\) alice: again\|$/);
});

/** All that may be asked for a reader. */
const asked: Readonly<Record<string, (hand: HandChat, reader: Reader) => unknown>> = {
  history: ({ chat }, reader) => chat.history(reader, { room: '#lobby', limit: 50 }),
  latest: ({ chat }, reader) => chat.latest(reader, '#lobby', 50),
  window: ({ chat }, reader) => chat.window(reader, '#lobby', { limit: 50 }),
  next: ({ chat }, reader) => chat.next(reader, { ...chat.cursor(), seq: 0 }, { limit: 50, length: 1e6 }),
  hidden: ({ chat }, reader) => [chat.window(reader, '#den', { limit: 5 }), chat.members(reader, '#den', 0, 50)],
  message: ({ chat }, reader) => Array.from({ length: 40 }, (_, seq) => chat.message(reader, seq)),
  entry: ({ chat }, reader) => Array.from({ length: 40 }, (_, seq) => chat.entry(reader, seq)),
  members: ({ chat }, reader) => chat.members(reader, '#lobby', 0, 50),
  rooms: ({ chat }, reader) => chat.rooms(reader, 0, 50),
  channel: ({ chat }, reader) => [chat.channel(reader, '#lobby'), chat.channel(reader, '#den')],
  memberships: ({ chat }, reader) => chat.memberships(reader),
  unread: ({ chat }, reader) => [chat.unread(reader), chat.unreadOf(reader, '#lobby'), chat.unreadOf(reader, 'bob')],
  ignored: ({ chat }, reader) => [chat.ignored(reader), chat.ignores(reader, 3)],
  waiting: ({ chat }, reader) => chat.waiting(reader, 50),
  privateMessages: ({ chat }, reader) => chat.privateMessages(reader, { limit: 50 }),
  serverRole: ({ chat }, reader) => chat.serverRole(reader),
  audit: ({ chat }, reader) => chat.audit(reader, { after: 0, before: 99, limit: 9, first: true }),
  tokens: ({ chat }, reader) => chat.tokens(reader, 0, 9),
  grants: ({ chat }, reader) => chat.grants(reader),
  webhooks: ({ chat }, reader) => chat.webhooks(reader, '#lobby'),
  lists: ({ chat }, reader) => chat.lists(reader, 'ban', '#lobby'),
  hits: ({ chat }, reader) => chat.hits(reader, 'bob', '#lobby'),
  invitations: ({ chat }, reader) => chat.invitations(reader),
};
/** It tells who is here, or the last place. */
const tellsPlace = new Set(['privateMessages', 'window', 'next', 'members', 'rooms']);
/** What bots are told otherwise: it is the account's own, or its owners'. */
const unlikeBots = new Set(['audit', 'tokens', 'grants', 'webhooks', 'lists', 'hits']);

for (const role of ['none', 'owner'] as const) {
  test(`a grant reads the same as a session of its account (server role: ${role})`, async () => {
    const { hand, alice, bob } = await scene();
    if (role === 'owner') await judged(hand, hand.chat.command({ kind: 'serverRole', user: 'alice', role }));
    hand.ask(bob.seat, 'den', { kind: 'joined' }, '#den');
    hand.ask(bob.seat, 'secret', { kind: 'set', name: 'secret', value: 'yes' }, '#den');
    hand.ask(bob.seat, 'key', { kind: 'set', name: 'key', value: 'sesame' }, '#den');
    for (const room of ['#lobby', '#den', 'alice']) hand.say(bob.seat, `to ${room}: @alice`, room);
    await hand.bus.deliver();
    await judged(hand, hand.chat.act(alice, { event: { kind: 'ignored', name: 'bob', on: true }, address }));
    const reader = hand.chat.reader(alice, address);
    assert.ok('user' in reader);
    const away = Object.entries(asked).map(([name, ask]) => [name, ask(hand, reader)]);
    const ear = new Ear();
    ear.reads = true;
    const { seat } = await hand.come('alice', undefined, ear);
    for (const [name, ask] of Object.entries(asked)) {
      assert.deepEqual(ask(hand, reader), ask(hand, seat), name);
      const told = away.find(([each]) => each === name)?.[1];
      if (!tellsPlace.has(name)) assert.deepEqual(told, ask(hand, seat), `${name}, while it is away`);
    }
    const readerOfBot = hand.chat.reader(await bot(hand, alice, ['read']), address);
    assert.ok('user' in readerOfBot);
    for (const [name, ask] of Object.entries(asked)) {
      if (!unlikeBots.has(name) && name !== 'channel') assert.deepEqual(ask(hand, readerOfBot), ask(hand, seat), name);
    }
    assert.deepEqual(
      [...unlikeBots].map((name) => asked[name]?.(hand, readerOfBot)),
      ['out-of-scope', [], [], 'out-of-scope', 'out-of-scope', 'out-of-scope'],
    );
  });
}

test('a bot without the scope read, or with a revoked code, reads nothing', async () => {
  const { hand, alice } = await scene();
  const [poster, reader] = [await bot(hand, alice, ['post']), await bot(hand, alice, ['read'])];
  assert.deepEqual(hand.chat.reader(poster, address), { code: 'out-of-scope' });
  await judged(hand, hand.chat.act(alice, { event: { kind: 'tokenRevoked', token: reader.id }, address }));
  assert.deepEqual(hand.chat.reader(reader, address), { code: 'grant-invalid' });
  assert.deepEqual(await say(hand, reader, 'hello'), { kind: 'refusal', code: 'grant-invalid' });
});

test('an account banned from the server can neither read nor log in, and is told until when and why', async () => {
  const { hand, alice } = await scene();
  const until = hand.chat.clock.now() + 60_000;
  await judged(hand, hand.chat.command({ kind: 'listed', list: 'ban', mask: 'alice', until, reason: 'spam' }));
  const ban = { code: 'server-banned', until, at: hand.chat.clock.now(), reason: 'spam' };
  assert.partialDeepStrictEqual(hand.chat.reader(alice, address), ban);
  const login = await judged(hand, hand.chat.logIn({ name: 'alice', password: 'tea', address }));
  assert.partialDeepStrictEqual(login, { ban });
});

test('a grant has the rates of a session, and more is refused', async () => {
  const { session, address: all, light } = usualRates;
  const slow = { ...session, asks: { burst: 2, perSecond: 1 } };
  const { hand, alice, bob } = await scene({ rates: { session: slow, address: all, light } });
  const answers: string[] = [];
  for (let n = 0; n < maxHeldActs + 4; n++) {
    void hand.chat
      .act(alice, { event: { kind: 'message', text: String(n) }, room: '#lobby', address })
      .then((answer) => answers.push(answer.kind === 'refusal' ? answer.code : answer.kind));
  }
  await new Promise(setImmediate);
  assert.deepEqual(answers, ['too-fast', 'too-fast']);
  await hand.bus.deliver();
  assert.equal(bob.ear.hear().split('|').length - 1, 2);
  hand.clock.time += 1000;
  hand.clock.ring();
  await hand.bus.deliver();
  assert.equal(bob.ear.hear().split('|').length - 1, 1);
});

test('when the node stops, waiting requests are refused', async () => {
  const { hand, alice } = await scene();
  const event = { kind: 'message', text: 'late' } as const;
  const waiting = hand.chat.act(alice, { event, room: '#lobby', address });
  await hand.chat.stop();
  const unavailable = { kind: 'refusal', code: 'unavailable' };
  assert.deepEqual(await waiting, unavailable);
  assert.deepEqual(await hand.chat.act(alice, { event, room: '#lobby', address }), unavailable);
});

test('a grant cannot ask for events that only nodes or sessions may ask for', async () => {
  const { hand, alice } = await scene();
  const events = [
    { kind: 'unregistered', account: alice.account.id },
    { kind: 'credential', account: alice.account.id, secret: 'x' },
    { kind: 'away', text: 'tea' },
    { kind: 'came', as: { guest: 'eve' } },
    { kind: 'went' },
    { kind: 'began', node: 'node', rules: 1 },
  ] as const;
  for (const event of events) {
    const answer = await judged(hand, hand.chat.act(alice, { event, address }));
    assert.deepEqual(answer, { kind: 'refusal', code: 'out-of-scope' }, event.kind);
  }
});

test('a channel is joined by its key or by a code, and wrong ones are refused', async () => {
  const { hand, alice, bob } = await scene();
  hand.ask(bob.seat, 'den', { kind: 'joined' }, '#den');
  hand.ask(bob.seat, 'key', { kind: 'set', name: 'key', value: 'sesame' }, '#den');
  await hand.bus.deliver();
  const join = (secret?: string, signal?: AbortSignal): Promise<Answer> =>
    judged(hand, hand.chat.act(alice, { event: { kind: 'joined' }, room: '#den', address, secret, signal }));
  assert.deepEqual(await join(), { kind: 'refusal', code: 'wrong-key' });
  assert.deepEqual(await join('open'), { kind: 'refusal', code: 'wrong-key' });
  const gone = AbortSignal.abort();
  assert.deepEqual(await join('sesame', gone), { kind: 'refusal', code: 'unavailable' }, 'its client has gone');
  assert.equal((await join('sesame')).kind, 'entry');
  const reader = hand.chat.reader(alice, address);
  assert.ok('user' in reader);
  assert.deepEqual(
    hand.chat.memberships(reader).map(({ name }) => name),
    ['#lobby', '#den'],
  );
  assert.equal(
    (await judged(hand, hand.chat.act(alice, { event: { kind: 'left' }, room: '#den', address }))).kind,
    'entry',
  );
  assert.deepEqual(
    hand.chat.memberships(reader).map(({ name }) => name),
    ['#lobby'],
  );
});
