import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alice, bob, carol, entered, entry, message, room } from './a-chat.suite.ts';
import { newsOf } from './news.ts';

test('a message of somebody else is news; what is ignored, one’s own, unknown or sent again is not', () => {
  const model = entered({ ignored: [carol], place: 3 });
  assert.deepEqual([newsOf(model, message(4))?.isCall, newsOf(model, message(4))?.isWanted], [false, true]);
  const others = [
    message(4, carol),
    message(4, alice),
    message(3),
    message(4, bob, { room: { id: 99, name: '#tea' } }),
    entry(4, bob, { kind: 'edited', target: 2, text: 'new' }),
  ];
  for (const each of others) assert.equal(newsOf(model, each), undefined);
});

test('a call mentions the user or is in private; it counts as far as the room is wanted', () => {
  const mention = message(4, bob, { mentions: { users: [1], all: false } });
  for (const [level, calls] of [
    ['all', true],
    ['mentions', true],
    ['nothing', false],
  ] as const) {
    const model = entered({ rooms: [room({ level })] });
    assert.deepEqual([newsOf(model, mention)?.isCall, newsOf(model, mention)?.isWanted], [true, calls], level);
  }
  const direct = room({ with: { ...bob, here: true }, level: 'mentions' });
  assert.deepEqual(newsOf(entered({ rooms: [direct] }), message(4))?.isCall, true);
});
