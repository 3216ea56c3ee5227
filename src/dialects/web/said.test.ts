import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyCodePoint } from '../../../test/any-code-point.ts';
import type { Entry, Event } from '#chat/event.ts';
import { entryPart } from './entry-part.ts';
import { entriesOf, type Push } from './protocol.ts';
import { saidRuns } from './said.ts';

const room = { id: 4, name: '#tea' };
const text = fc.array(anyCodePoint, { minLength: 1, maxLength: 20 }).map((signs) => signs.join(''));
const event: fc.Arbitrary<Event<'message'>> = fc.record(
  {
    kind: fc.constant('message'),
    text,
    style: fc.constantFrom('action', 'notice'),
    replyTo: fc.nat(9),
    mentions: fc.record({ users: fc.array(fc.nat(9), { maxLength: 2 }), all: fc.boolean() }),
    by: fc.record({ kind: fc.constantFrom('bot', 'webhook'), label: text }),
  },
  { requiredKeys: ['kind', 'text'] },
);
const speaker = fc.record(
  { id: fc.nat(2), name: fc.constantFrom('alice', 'bob'), account: fc.boolean() },
  { requiredKeys: ['id', 'name'] },
);
const entries: fc.Arbitrary<readonly Entry[]> = fc.array(
  fc.record(
    {
      seq: fc.nat(1000),
      id: fc.constant(''),
      at: fc.nat(1000),
      from: speaker,
      via: fc.nat(2),
      event,
      room: fc.constant(room),
    },
    { requiredKeys: ['seq', 'id', 'at', 'from', 'event', 'room'] },
  ),
  { minLength: 2, maxLength: 8 },
);

function saidOf(all: readonly Entry[]): Push<'said'> {
  const { head, parts, tail } = saidRuns.render(all);
  const line = `${Buffer.from(head)}${parts.map((part) => Buffer.from(part).toString()).join(',')}${Buffer.from(tail)}`;
  assert.equal(line.indexOf('\n'), line.length - 1);
  return JSON.parse(line);
}

test('what is said together stands for the same entries', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const written: unknown = JSON.parse(JSON.stringify(all.map(entryPart)));
      assert.deepEqual(entriesOf(saidOf(all)), written);
    }),
  );
});

test('only messages in a channel are said together', () => {
  const from = { id: 5, name: 'bob' };
  const message = { seq: 1, id: '', at: 0, from, room, event: { kind: 'message', text: 'hi' } } as const;
  assert.ok(saidRuns.takes(message));
  assert.ok(!saidRuns.takes({ ...message, room: { id: 6, name: 'alice' } }));
  assert.ok(!saidRuns.takes({ ...message, event: { kind: 'topic', text: 'hi' } }));
});

test('a speaker that is missing is no reason to fail', () => {
  assert.deepEqual(entriesOf({ room, seq: 1, at: 0, speakers: [], messages: [[0, 0, 0, 'hi']] }), []);
});
