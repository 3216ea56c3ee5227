import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Event } from '#chat/event.ts';
import { maxReason } from '#chat/limits.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RoomSettingName } from '#chat/settings/room-settings.ts';
import { dumpWorld } from '../../../test/properties-scene.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { LiveWorld } from './live-world.ts';

const set = (order: Judging, session: number, name: RoomSettingName, value: string, room = '#own'): Verdict =>
  order.ask(session, { kind: 'set', name, value }, room);

function eventOf(verdict: Verdict): Event {
  assert.ok(verdict.kind === 'entry', `not accepted: ${JSON.stringify(verdict)}`);
  return verdict.entry.event;
}

const refused = (verdict: Verdict, code: string): void =>
  assert.equal(verdict.kind === 'refusal' ? verdict.code : verdict.kind, code);

/** Alice (1) owns #own; bob (2) is in #lobby, and so is the account carol (3). */
async function company(): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'alice', '#own');
  order.come(2, 'bob', '#lobby');
  order.ask(3, { kind: 'came', as: { account: order.register('carol'), version: 1 } }, '#lobby');
  return order;
}

/** The world is what a new one would read from the store. */
const same = (order: Judging): void => assert.deepEqual(dumpWorld(new LiveWorld(order.store)), dumpWorld(order.world));

describe('settings of a room', () => {
  test('are set by its operators, kept as text, and removed', async () => {
    const order = await company();
    assert.deepEqual(eventOf(set(order, 1, 'slow', '30')), { kind: 'set', name: 'slow', value: '30' });
    assert.deepEqual(eventOf(set(order, 1, 'moderated', 'yes')), { kind: 'set', name: 'moderated', value: 'yes' });
    const id = order.world.channel('#own')?.id ?? 0;
    assert.deepEqual(Object.keys(order.world.roomState(id)).sort(), ['moderated', 'slow']);
    assert.equal(set(order, 1, 'slow', '30').kind, 'no-op');
    assert.deepEqual(eventOf(set(order, 1, 'slow', '0')), { kind: 'set', name: 'slow', value: '' });
    set(order, 1, 'moderated', 'no');
    assert.deepEqual(order.world.roomState(id), {});
  });

  test('are refused to others, with invalid values, and where #lobby would be closed', async () => {
    const order = await company();
    refused(set(order, 2, 'slow', '30'), 'not-member');
    refused(set(order, 2, 'slow', '30', '#lobby'), 'not-allowed');
    refused(set(order, 1, 'slow', '30', '#none'), 'no-room');
    const wrong: Readonly<Record<string, readonly string[]>> = {
      slow: ['-1', '1.5', 'fast', '21601', '007'],
      limit: ['many', '10001'],
      moderated: ['perhaps', 'YES'],
      key: ['two words', 'x'.repeat(65), 'tab\t'],
      history: ['some'],
      topic: ['a topic'],
    };
    for (const [name, values] of Object.entries(wrong)) {
      for (const value of values) refused(set(order, 1, name as RoomSettingName, value), 'setting-invalid');
    }
    for (const name of ['secret', 'invite-only', 'key', 'limit'] as const) {
      refused(set(order, 0, name, name === 'limit' ? '5' : 'yes', '#lobby'), 'not-allowed');
    }
    assert.equal(set(order, 0, 'accounts-only', 'yes', '#lobby').kind, 'entry');
    refused(order.come(4, 'dora', '#lobby'), 'accounts-only');
    assert.equal(order.say(2, '#lobby').kind, 'entry', 'who is in stays in');
  });

  test('the value of a key is in no entry', async () => {
    const order = await company();
    assert.deepEqual(eventOf(set(order, 1, 'key', 'sesame')), { kind: 'set', name: 'key', value: 'yes' });
    assert.ok(!JSON.stringify(order.store.log(0, 100)).includes('sesame'));
    assert.equal(order.world.roomState(order.world.channel('#own')?.id ?? 0).key?.value, 'sesame');
  });
});

describe('joining', () => {
  const join = (order: Judging, session: number, more: { key?: string; code?: string } = {}): Verdict =>
    order.ask(session, { kind: 'joined', ...more }, '#own');

  test('a room for accounts, or with a key', async () => {
    const order = await company();
    set(order, 1, 'accounts-only', 'yes');
    refused(join(order, 2), 'accounts-only');
    set(order, 1, 'key', 'sesame');
    refused(join(order, 3), 'wrong-key');
    refused(join(order, 3, { key: 'Sesame' }), 'wrong-key');
    assert.equal(join(order, 3, { key: 'sesame' }).kind, 'entry');
    assert.equal(join(order, 3).kind, 'no-op', 'who is in needs no key');
  });

  test('a room with a limit, until a member leaves', async () => {
    const order = await company();
    set(order, 1, 'limit', '2');
    assert.equal(join(order, 2).kind, 'entry');
    refused(join(order, 3), 'room-full');
    order.ask(2, { kind: 'left' }, '#own');
    assert.equal(join(order, 3).kind, 'entry');
  });

  test('an invite-only room with a code, as often as that can be spent', async () => {
    const order = await company();
    set(order, 1, 'invite-only', 'yes');
    set(order, 1, 'key', 'sesame');
    refused(join(order, 2, { key: 'sesame' }), 'invite-only');
    const code = 'c'.repeat(64);
    order.ask(0, { kind: 'tokenMade', purpose: 'invite-room', hash: code, uses: 1 }, '#own');
    refused(join(order, 2, { code: 'd'.repeat(64) }), 'token-invalid');
    refused(order.ask(2, { kind: 'joined', code }, '#none'), 'no-room');
    assert.equal(join(order, 2, { code }).kind, 'entry');
    refused(join(order, 3, { code }), 'token-invalid');
  });

  test('makes no room where only others may', async () => {
    const order = await company();
    order.set('room-creation', 'accounts');
    refused(order.join(2, '#new'), 'no-room');
    assert.equal(order.join(3, '#new').kind, 'entry');
    order.set('room-creation', 'operators');
    refused(order.join(3, '#other'), 'no-room');
    refused(order.come(4, 'dora', '#other'), 'no-room');
    assert.equal(order.join(2, '#new').kind, 'entry');
  });

  test('a secret, invite-only room: for others it does not exist', async () => {
    const order = await company();
    set(order, 1, 'secret', 'yes');
    set(order, 1, 'key', 'sesame');
    for (const more of [{}, { key: 'wrong' }, { code: 'c'.repeat(64) }]) refused(join(order, 2, more), 'no-room');
    assert.equal(join(order, 2, { key: 'sesame' }).kind, 'entry');
  });
});

test('leaving with a reason, in one line', async () => {
  const order = await company();
  refused(order.ask(1, { kind: 'left', reason: 'x'.repeat(maxReason + 1) }, '#own'), 'reason-long');
  const left = order.ask(1, { kind: 'left', reason: ' lunch\nbreak\0 ' }, '#own');
  assert.deepEqual(eventOf(left), { kind: 'left', reason: 'lunch break␀' });
  order.join(1, '#own');
  assert.deepEqual(eventOf(order.ask(1, { kind: 'left' }, '#own')), { kind: 'left' });
});

describe('a room gets another name', () => {
  const rename = (order: Judging, session: number, name: string, room = '#own'): Verdict =>
    order.ask(session, { kind: 'roomNamed', name }, room);

  test('in every form it was found by, and for all its members; the old name is free', async () => {
    const order = await company();
    for (const name of ['#OWN', '#Own', '#own']) order.ask(2, { kind: 'joined' }, name);
    order.join(3, '#own');
    const verdict = rename(order, 1, '#Tea');
    assert.deepEqual(eventOf(verdict), { kind: 'roomNamed', before: '#own' });
    assert.ok(verdict.kind === 'entry');
    assert.equal(verdict.entry.room?.name, '#Tea');
    for (const name of ['#OWN', '#Own', '#own']) assert.equal(order.world.channel(name), undefined);
    assert.deepEqual(order.world.channel('#TEA'), { id: verdict.entry.room?.id, name: '#Tea' });
    order.come(4, 'dan', '#lobby');
    refused(order.say(4, '#own'), 'no-room');
    assert.equal(order.say(2, '#tea').kind, 'entry');
    same(order);
    assert.equal(rename(order, 1, '#TEA', '#tea').kind, 'entry', 'other letters of the same name');
    assert.equal(rename(order, 1, '#TEA', '#tea').kind, 'no-op');
    const made = order.join(4, '#own');
    assert.ok(made.kind === 'entry' && made.entry.room?.id === made.entry.seq, 'a new room');
    same(order);
  });

  test('only by an owner, and not a name that is taken, invalid, or that of #lobby', async () => {
    const order = await company();
    order.join(2, '#other');
    order.join(2, '#own');
    order.ask(1, { kind: 'role', user: 'bob', role: 'operator' }, '#own');
    refused(rename(order, 2, '#tea'), 'not-allowed');
    refused(rename(order, 1, '#OTHER'), 'name-taken');
    refused(rename(order, 1, 'tea'), 'room-invalid');
    refused(rename(order, 0, '#tea', '#lobby'), 'not-allowed');
    refused(rename(order, 1, '#LOBBY'), 'name-reserved');
    assert.equal(rename(order, 0, '#tea').kind, 'entry', 'the server itself may');
  });
});

describe('a room is closed', () => {
  test('by its owner: nobody is in it any more, nothing of it is left to a new one of its name', async () => {
    const order = await company();
    order.join(2, '#own');
    order.ask(1, { kind: 'topic', text: 'old' }, '#own');
    order.ask(1, { kind: 'role', user: 'bob', role: 'operator' }, '#own');
    refused(order.ask(2, { kind: 'closed' }, '#own'), 'not-allowed');
    refused(order.ask(1, { kind: 'closed', reason: 'x'.repeat(maxReason + 1) }, '#own'), 'reason-long');
    refused(order.ask(0, { kind: 'closed' }, '#lobby'), 'not-allowed');
    assert.deepEqual(eventOf(order.ask(1, { kind: 'closed', reason: 'the end' }, '#own')), {
      kind: 'closed',
      reason: 'the end',
    });
    same(order);
    refused(order.say(1, '#own'), 'no-room');
    refused(order.say(2, '#OWN'), 'no-room');
    order.join(2, '#own');
    const { id } = order.world.channel('#own') ?? assert.fail();
    assert.deepEqual(order.world.roomState(id), {});
    assert.deepEqual([order.world.role(id, 3), order.world.ownersAndOperators(id).length], [undefined, 1]);
    refused(order.say(1, '#own'), 'not-member');
    same(order);
  });
});

describe('speech is limited', () => {
  const speak = (order: Judging, session: number, at = 1000): Verdict =>
    order.ask(session, { kind: 'message', text: 'hi' }, '#own', { at });

  test('in a moderated room to members with a role, from the next message on', async () => {
    const order = await company();
    order.join(2, '#own');
    assert.equal(speak(order, 2).kind, 'entry');
    set(order, 1, 'moderated', 'yes');
    const target = order.world.seq - 1;
    refused(speak(order, 2), 'moderated');
    refused(order.ask(2, { kind: 'edited', target, text: 'x' }), 'moderated');
    refused(order.ask(2, { kind: 'reacted', target, emoji: '+1', on: true }), 'moderated');
    refused(order.ask(2, { kind: 'topic', text: 'x' }, '#own'), 'moderated');
    assert.equal(order.ask(2, { kind: 'redacted', target }).kind, 'entry', 'what was said can be taken back');
    order.ask(1, { kind: 'role', user: 'bob', role: 'voice' }, '#own');
    assert.equal(speak(order, 2).kind, 'entry');
    order.ask(1, { kind: 'role', user: 'bob', role: 'member' }, '#own');
    refused(speak(order, 2), 'moderated');
    set(order, 1, 'moderated', 'no');
    assert.equal(speak(order, 2).kind, 'entry');
    assert.equal(order.world.speechRules(order.world.channel('#own')?.id ?? 0), undefined, 'nothing to look at');
  });

  test('in a slow room for some seconds after a message, but not of operators, nor for ever by a wrong clock', async () => {
    const order = await company();
    order.join(2, '#own');
    speak(order, 2, 5000);
    set(order, 1, 'slow', '30');
    refused(speak(order, 2, 34_999), 'slow-mode');
    order.ask(2, { kind: 'edited', target: order.world.seq - 2, text: 'x' }, undefined, { at: 6000 });
    assert.equal(speak(order, 2, 35_000).kind, 'entry');
    refused(speak(order, 2, 36_000), 'slow-mode');
    assert.equal(
      new LiveWorld(order.store).speechRules(3)?.delays?.(order.world.presentNamed('bob') ?? assert.fail(), 36_000)
        ?.code,
      'slow-mode',
    );
    assert.equal(speak(order, 2, 34_000).kind, 'entry', 'before the last one');
    for (const at of [36_000, 36_001]) assert.equal(speak(order, 1, at).kind, 'entry', 'an operator');
    set(order, 1, 'slow', '0');
    assert.equal(speak(order, 2, 34_001).kind, 'entry');
  });
});
