import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Effect } from '#chat/effect.ts';
import type { Event } from '#chat/event.ts';
import { effectsOf, type Verdict } from '#chat/outcome.ts';
import { type Judging, openJudging } from './judging.suite.ts';

function eventOf(verdict: Verdict): Event {
  return verdict.kind === 'entry' ? verdict.entry.event : assert.fail(JSON.stringify(verdict));
}

function effectOf<K extends Effect['kind']>(verdict: Verdict, kind: K): (Effect & { kind: K })[] {
  return (effectsOf(verdict) ?? []).filter((effect): effect is Effect & { kind: K } => effect.kind === kind);
}

/** Alice and Bob are guests in #lobby (sessions 1 and 2). */
async function twoHere(): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'alice', '#lobby');
  order.come(2, 'bob', '#lobby');
  return order;
}

const code = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);

describe('an edit', () => {
  test('overwrites the text and marks the message', async () => {
    const order = await twoHere();
    order.say(1, '#lobby', 'helo');
    const target = order.world.seq;
    const verdict = order.ask(1, { kind: 'edited', target, text: 'hello\0' });
    assert.deepEqual(eventOf(verdict), { kind: 'edited', target, text: 'hello\u2400', was: 'helo' });
    assert.deepEqual(order.store.entry(target)?.event, {
      kind: 'message',
      text: 'hello\u2400',
      edited: order.world.seq,
    });
    assert.deepEqual(order.store.entry(order.world.seq)?.event, { kind: 'edited', target, text: 'hello\u2400' });
    assert.equal(order.ask(1, { kind: 'edited', target, text: 'hello\u2400' }).kind, 'no-op');
  });

  test('shows later what the text is then, and nothing of one that was removed', async () => {
    const order = await twoHere();
    order.say(1, '#lobby', 'one');
    const target = order.world.seq;
    order.ask(1, { kind: 'edited', target, text: 'two' });
    const edit = order.world.seq;
    order.ask(1, { kind: 'edited', target, text: 'three' });
    assert.deepEqual(order.store.entry(edit)?.event, { kind: 'edited', target, text: 'three' });
    order.ask(1, { kind: 'redacted', target });
    assert.deepEqual(order.store.entry(edit)?.event, { kind: 'edited', target, text: '' });
  });

  test('says the old text only where all who hear it may read the message', async () => {
    const order = await twoHere();
    order.say(1, '#lobby', 'secret');
    const target = order.world.seq;
    order.come(3, 'carol', '#lobby');
    const verdict = order.ask(1, { kind: 'edited', target, text: 'nothing' });
    assert.deepEqual(eventOf(verdict), { kind: 'edited', target, text: 'nothing' });
    const reacted = order.ask(2, { kind: 'reacted', target, emoji: '+1', on: true });
    assert.ok(!('head' in eventOf(reacted)));
    order.say(1, 'bob', 'helo');
    const inPrivate = order.ask(1, { kind: 'edited', target: order.world.seq, text: 'hello' });
    assert.equal('was' in eventOf(inPrivate), true);
  });

  test('in time: up to the end of the window, and when the clock went back', async () => {
    const order = await twoHere();
    order.say(1, '#lobby');
    const target = order.world.seq;
    assert.equal(order.ask(1, { kind: 'edited', target, text: '1' }, undefined, { at: 901_000 }).kind, 'entry');
    assert.equal(order.ask(1, { kind: 'edited', target, text: '2' }, undefined, { at: 5 }).kind, 'entry');
  });

  test('by a member only, though who has left may still read it', async () => {
    const order = await twoHere();
    order.say(1, '#lobby');
    const target = order.world.seq;
    order.ask(1, { kind: 'left' }, '#lobby');
    assert.equal(code(order.ask(1, { kind: 'edited', target, text: 'x' })), 'not-member');
    assert.equal(code(order.ask(1, { kind: 'redacted', target })), 'not-member');
  });
});

test('a message keeps its style and what it answers, also where its text had to be changed', async () => {
  const order = await twoHere();
  order.say(1, '#lobby');
  const replyTo = order.world.seq;
  const verdict = order.ask(2, { kind: 'message', text: 'wa\0ves', style: 'action', replyTo }, '#lobby');
  const said = { kind: 'message', text: 'wa\u2400ves', style: 'action', replyTo };
  assert.deepEqual(eventOf(verdict), said);
  assert.deepEqual(order.store.entry(order.world.seq)?.event, said);
});

describe('a removal', () => {
  test('leaves who said it and when, and takes the reactions and mentions away', async () => {
    const order = await twoHere();
    order.say(1, '#lobby');
    const first = order.world.seq;
    order.ask(1, { kind: 'message', text: 'hi @bob', style: 'action', replyTo: first }, '#lobby');
    const target = order.world.seq;
    order.ask(2, { kind: 'reacted', target, emoji: '👍', on: true });
    const verdict = order.ask(1, { kind: 'redacted', target, reason: 'a\nslip' });
    const { from } = order.store.entry(target) ?? assert.fail();
    const of = { id: from.id, name: 'alice' };
    assert.deepEqual(eventOf(verdict), { kind: 'redacted', target, of, reason: 'a slip' });
    assert.deepEqual(
      effectOf(verdict, 'mention').map(({ user, on }) => [user, on]),
      [[4, false]],
    );
    const said = { kind: 'message', text: '', style: 'action', replyTo: first, redacted: true };
    assert.deepEqual(order.store.entry(target)?.event, said);
    assert.deepEqual(order.store.reactions(target), []);
    assert.deepEqual(order.store.reactors(target, '👍', 9), []);
    assert.equal(code(order.ask(2, { kind: 'reacted', target, emoji: '👍', on: true })), 'no-message');
    assert.equal(order.ask(2, { kind: 'message', text: 'what was it?', replyTo: target }, '#lobby').kind, 'entry');
  });

  test('can be made by the node itself', async () => {
    const order = await twoHere();
    order.say(1, 'bob', 'in private');
    const target = order.world.seq;
    const verdict = order.ask(0, { kind: 'redacted', target });
    assert.equal(verdict.kind === 'entry' && verdict.entry.from.id, 0);
    assert.equal(code(order.ask(0, { kind: 'redacted', target })), 'no-message');
    assert.equal(code(order.ask(0, { kind: 'redacted', target: 1 })), 'no-message');
  });
});

describe('of others', () => {
  test('an operator of the room may remove, and nobody may edit', async () => {
    const order = await openJudging();
    order.come(1, 'olga', '#room');
    order.come(2, 'bob', '#room');
    order.come(3, 'carol', '#room');
    order.say(2, '#room', 'rude @carol');
    const target = order.world.seq;
    assert.equal(code(order.ask(3, { kind: 'redacted', target })), 'not-allowed');
    assert.equal(code(order.ask(1, { kind: 'edited', target, text: 'polite' })), 'not-yours');
    const verdict = order.ask(1, { kind: 'redacted', target });
    assert.equal(verdict.kind === 'entry' && verdict.entry.from.name, 'olga');
    assert.deepEqual(order.store.entry(target)?.event, { kind: 'message', text: '', redacted: true });
    order.say(2, 'olga', 'in private');
    assert.equal(code(order.ask(1, { kind: 'redacted', target: order.world.seq })), 'not-yours');
  });
});

describe('a reaction', () => {
  test('of each kind once, and taken back', async () => {
    const order = await twoHere();
    const head = `${'tea '.repeat(19)}tea`;
    order.say(1, '#lobby', `${head}😀`);
    const target = order.world.seq;
    const react = (session: number, emoji: string, on = true): Verdict =>
      order.ask(session, { kind: 'reacted', target, emoji, on });
    const of = { id: 3, name: 'alice' };
    assert.deepEqual(eventOf(react(2, '❤')), { kind: 'reacted', target, emoji: '❤️', on: true, of, head });
    assert.equal(react(2, '❤️').kind, 'no-op');
    react(1, '❤️');
    react(1, '+1');
    assert.deepEqual(order.store.reactions(target), [
      { emoji: '❤️', users: 2 },
      { emoji: '+1', users: 1 },
    ]);
    assert.deepEqual(
      order.store.reactors(target, '❤️', 9).map(({ name }) => name),
      ['alice', 'bob'],
    );
    react(2, '❤️', false);
    react(1, '❤️', false);
    assert.equal(react(1, '❤️', false).kind, 'no-op');
    assert.deepEqual(order.store.reactions(target), [{ emoji: '+1', users: 1 }]);
  });
});

describe('in private', () => {
  test('a change reaches both, counts as mail, and obeys the bound of the mailbox', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    const carol = order.register('carol');
    order.say(1, 'carol', 'helo');
    const target = order.world.seq;
    assert.deepEqual({ ...order.world.mail(carol) }, { count: 1, length: 4 });
    const verdict = order.ask(1, { kind: 'edited', target, text: 'hello' });
    assert.ok(verdict.kind === 'entry');
    assert.deepEqual([verdict.pair, verdict.inboxes, verdict.waits], [[3, carol], [carol], true]);
    assert.equal(verdict.entry.room?.name, 'carol');
    assert.deepEqual({ ...order.world.mail(carol) }, { count: 2, length: 5 });
    for (let nth = 0; nth < 998; nth++) order.ask(1, { kind: 'edited', target, text: `${nth}` });
    assert.equal(code(order.ask(1, { kind: 'edited', target, text: 'more' })), 'mailbox-full');
    assert.equal(code(order.ask(1, { kind: 'reacted', target, emoji: '+1', on: true })), 'mailbox-full');
    assert.equal(order.ask(1, { kind: 'redacted', target }).kind, 'entry', 'can always be removed');
  });
});
