import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Entry, Signal } from '#chat/event.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { openIgnoring, type Person, type Three } from './ignoring.suite.ts';

const utf8 = new TextEncoder();

/** `bob left: bye`: the texts that a user leaves beside what it does. */
function renderTexts(happening: Entry | Signal): Uint8Array {
  if (!('seq' in happening)) return utf8.encode('');
  const { from, event } = happening;
  const given = ['text', 'reason', 'away', 'head'].map((key) => Reflect.get(event, key));
  const texts = given.filter((each) => each !== undefined);
  return utf8.encode(`${from.name} ${event.kind}${texts.length > 0 ? `: ${texts.join(' ')}` : ''}|`);
}

const opened = (): Promise<Three> => openIgnoring(['alice', 'bob'], () => new Ear(renderTexts));

describe('a user who ignores somebody', () => {
  test('is shown where it goes without the texts that it leaves there', async () => {
    const { hand, alice, bob, carol } = await opened();
    const heard = async (): Promise<readonly string[]> => {
      await hand.bus.deliver();
      return [alice, carol].map(({ ear }) => ear.hear());
    };
    hand.ask(bob.seat, 'x', { kind: 'away', text: 'at lunch' });
    assert.deepEqual(await heard(), ['bob away: away|', 'bob away: at lunch|']);
    hand.ask(bob.seat, 'x', { kind: 'left', reason: 'bye' }, '#a');
    assert.deepEqual(await heard(), ['bob left|', 'bob left: bye|']);
    hand.ask(bob.seat, 'x', { kind: 'joined' }, '#a');
    assert.deepEqual(await heard(), ['bob joined: away|', 'bob joined: at lunch|']);
    hand.chat.close(bob.seat);
    await heard();
    const back = await hand.come('bob', undefined);
    assert.deepEqual(await heard(), ['bob came: away|', 'bob came: at lunch|']);
    hand.ask(back.seat, 'x', { kind: 'away', text: '' });
    assert.deepEqual(await heard(), ['bob away: |', 'bob away: |']);
  });

  test('is shown that it removes messages, and not why', async () => {
    const { hand, alice, bob, carol } = await opened();
    hand.ask(alice.seat, 'x', { kind: 'role', user: 'bob', role: 'operator' }, '#a');
    hand.say(carol.seat, 'one', '#a');
    hand.say(bob.seat, 'two', '#a');
    await hand.bus.deliver();
    for (const { ear } of [alice, carol]) ear.hear();
    const said = hand.chat.history(carol.seat, { room: '#a', limit: 2 });
    assert.ok(typeof said !== 'string');
    const [one = 0, two = 0] = said.map(({ seq }) => seq);
    hand.ask(bob.seat, 'x', { kind: 'redacted', target: one, reason: 'mine' });
    hand.ask(bob.seat, 'x', { kind: 'redacted', target: two });
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'bob redacted|bob redacted|');
    assert.equal(carol.ear.hear(), 'bob redacted: mine|bob redacted|');
  });

  test('is not told the beginning of its message when somebody reacts to that', async () => {
    const { hand, alice, bob, carol } = await opened();
    const dora = await hand.come('dora', '#a', new Ear(renderTexts));
    hand.ask(carol.seat, 'x', { kind: 'ignored', name: 'bob', on: true });
    hand.say(bob.seat, 'hello', '#a');
    await hand.bus.deliver();
    const [said] = hand.chat.latest(dora.seat, '#a', 1);
    for (const { ear } of [alice, bob, carol, dora]) ear.hear();
    hand.ask(carol.seat, 'x', { kind: 'reacted', target: said?.seq ?? 0, emoji: '+1', on: true });
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'carol reacted|');
    assert.equal(dora.ear.hear(), 'carol reacted: hello|');
    assert.match(carol.ear.hear(), /^x=\d+\|$/);
  });

  test('is not shown the texts in lists of people, in answers and in what happened in a room', async () => {
    const { hand, alice, bob, carol } = await opened();
    hand.ask(bob.seat, 'x', { kind: 'away', text: 'at lunch' });
    await hand.bus.deliver();
    const shown = ({ seat }: Person): readonly unknown[] => [
      hand.chat.online(9, seat).find(({ name }) => name === 'bob')?.away,
      hand.chat.members(seat, '#a', 0, 9)?.items.find(({ user }) => user.name === 'bob')?.user.away,
    ];
    assert.deepEqual(
      [shown(alice), shown(carol), shown(bob)],
      [
        ['away', 'away'],
        ['at lunch', 'at lunch'],
        ['at lunch', 'at lunch'],
      ],
    );
    const told = async ({ ear, seat }: Person): Promise<unknown> => {
      const answered = new Promise((resolve) => {
        ear.onAnswer = (answer) => resolve(answer.kind === 'entry' && answer.away);
      });
      hand.say(seat, 'hello', 'bob');
      await hand.bus.deliver();
      return answered;
    };
    assert.deepEqual([await told(alice), await told(carol)], ['away', 'at lunch']);
    hand.ask(bob.seat, 'x', { kind: 'left', reason: 'bye' }, '#a');
    await hand.bus.deliver();
    const events = ({ seat }: Person): string => {
      const found = hand.chat.window(seat, '#a', { limit: 9, events: true });
      return typeof found === 'string' ? found : JSON.stringify(found.events.at(-1)?.event);
    };
    assert.deepEqual([events(alice), events(carol)], ['{"kind":"left"}', '{"kind":"left","reason":"bye"}']);
  });

  test('is not shown them when it is behind, either', async () => {
    const { hand, alice, bob } = await opened();
    const { outbox } = alice.ear;
    const drained = Promise.withResolvers<void>();
    outbox.queued = spaceBytes + 1;
    outbox.drained = () => drained.promise;
    hand.ask(bob.seat, 'x', { kind: 'topic', text: 'the last one live' }, '#a');
    await hand.bus.deliver();
    alice.ear.hear();
    hand.say(bob.seat, 'hello', '#a');
    hand.ask(bob.seat, 'x', { kind: 'away', text: 'at lunch' });
    hand.ask(bob.seat, 'x', { kind: 'left', reason: 'bye' }, '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '');
    outbox.queued = 0;
    drained.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(alice.ear.hear(), 'bob away: away|bob left|');
  });
});
