import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Event } from '#chat/event.ts';
import { listNames } from '#chat/rights/moderation-lists.ts';
import { bodyOf, eventOf, kindOf } from './bodies.ts';
import { StoreError } from './store-error.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const user = fc.record({ id: fc.nat(), name: text }, { noNullPrototype: true });
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

const used = record({ token: fc.nat(), by: user });

const kept: fc.Arbitrary<Event> = fc.oneof(
  record({ kind: fc.constant('founded' as const), epoch: text }),
  record({ kind: fc.constant('began' as const), node: text, rules: fc.nat(), ended: fc.array(user) }),
  record({ kind: fc.constant('renamed' as const), before: text }),
  record({ kind: fc.constant('left' as const) }),
  fc.record(
    { kind: fc.constantFrom('joined' as const, 'credential' as const), used },
    { noNullPrototype: true, requiredKeys: ['kind'] },
  ),
  record({ kind: fc.constant('registeredWith' as const), used }),
  record({ kind: fc.constantFrom('message' as const, 'topic' as const), text }),
  fc.record(
    {
      kind: fc.constant('tokenMade' as const),
      purpose: fc.constantFrom('invite-room' as const, 'password-reset' as const),
      uses: fc.nat(),
      until: fc.integer({ min: 1 }),
      to: user,
      account: user,
    },
    { noNullPrototype: true, requiredKeys: ['kind', 'purpose', 'uses'] },
  ),
  record({ kind: fc.constant('unregistered' as const), here: fc.boolean() }),
  record({
    kind: fc.constant('serverRole' as const),
    user,
    role: fc.constantFrom('operator' as const, 'none' as const),
    before: fc.constantFrom('owner' as const, 'none' as const),
  }),
  record({
    kind: fc.constant('tokenRevoked' as const),
    token: fc.nat(),
    purpose: fc.constant('invite-server' as const),
  }),
  record({
    kind: fc.constant('setting' as const),
    name: fc.constantFrom('guests' as const, 'registration' as const),
    value: text,
    before: text,
  }),
  fc.record(
    {
      kind: fc.constant('listed' as const),
      list: fc.constantFrom(...listNames),
      mask: text,
      until: fc.maxSafeInteger(),
      reason: text,
      kicked: fc.array(user),
    },
    { noNullPrototype: true, requiredKeys: ['kind', 'list', 'mask'] },
  ),
  record({ kind: fc.constant('unlisted' as const), list: fc.constantFrom(...listNames), mask: text }),
  fc.record(
    { kind: fc.constant('kicked' as const), user, reason: text },
    { noNullPrototype: true, requiredKeys: ['kind', 'user'] },
  ),
  fc.record(
    { kind: fc.constant('invited' as const), user, until: fc.maxSafeInteger() },
    { noNullPrototype: true, requiredKeys: ['kind', 'user'] },
  ),
  record({ kind: fc.constant('message' as const), text, said: fc.maxSafeInteger() }),
  fc.record(
    {
      kind: fc.constant('message' as const),
      text,
      style: fc.constantFrom('action' as const, 'notice' as const),
      replyTo: fc.nat(),
      mentions: record({ users: fc.array(fc.nat(), { minLength: 1 }), all: fc.boolean() }),
      said: fc.nat(),
      by: record({ kind: fc.constantFrom('bot' as const, 'webhook' as const), label: text }),
      edited: fc.nat(),
      redacted: fc.constant(true as const),
    },
    { requiredKeys: ['kind', 'text'], noNullPrototype: true },
  ),
  record({ kind: fc.constant('edited' as const), target: fc.nat(), text: fc.constant('as it is now') }),
  fc.record(
    { kind: fc.constant('redacted' as const), target: fc.nat(), of: user, reason: text },
    { requiredKeys: ['kind', 'target', 'of'], noNullPrototype: true },
  ),
  record({ kind: fc.constant('reacted' as const), target: fc.nat(), emoji: text, on: fc.boolean(), of: user }),
);

const textNow = (): string => 'as it is now';

test('an event that is kept is read as it was written', () => {
  fc.assert(fc.property(kept, (event) => assert.deepEqual(eventOf(kindOf(event), bodyOf(event), textNow), event)));
});

test('what older versions have written is read', () => {
  assert.deepEqual(eventOf('began', '["north",6,3,15]', textNow), {
    kind: 'began',
    node: 'north',
    rules: 6,
    ended: [
      { id: 3, name: '' },
      { id: 15, name: '' },
    ],
  });
});

test('an invalid body is refused as damage', () => {
  for (const [kind, body] of [
    ['sung', 'la'],
    ['constructor', null],
    ['began', '{"node":"north"}'],
    ['began', '[1,2]'],
    ['began', '["north",6,[3]]'],
    ['began', '["north",6,"x"]'],
    ['setting', '["toString","",""]'],
    ['setting', '["guests",""]'],
    ['tokenMade', '["invite",1,0,0,0]'],
    ['joined', '[1]'],
    ['registeredWith', null],
    ['listed', '{"list":"friends","mask":"x"}'],
    ['listed', '{"list":"ban","mask":"x","kicked":[[1]]}'],
    ['unlisted', '[]'],
    ['kicked', '{"user":["x",1]}'],
    ['invited', '{"user":[1,"x"],"until":"x"}'],
    ['imported', null],
    ['message+', '[]\nhello'],
    ['message+', '{"style":"loud"}\nhello'],
    ['message+', '{"users":3}\nhello'],
    ['redacted', '[1,2]'],
    ['reacted', '{}'],
  ] as const) {
    assert.throws(() => eventOf(kind, body, textNow), StoreError, `${kind} ${body}`);
  }
});

test('neither an old text nor the text of an edit is in the body of the edit', () => {
  assert.equal(bodyOf({ kind: 'edited', target: 7, text: 'hello', was: 'helo' }), '7');
  assert.doesNotMatch(
    String(bodyOf({ kind: 'reacted', target: 7, emoji: '+1', on: true, of: { id: 3, name: 'alice' }, head: 'helo' })),
    /helo/,
  );
});

test('an event that is not kept has no body', () => {
  assert.throws(() => bodyOf({ kind: 'registered' }), /registered/);
});
