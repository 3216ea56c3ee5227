import assert from 'node:assert/strict';

import type { Asked } from '#chat/event.ts';
import { maxAway, maxReactions, maxReason, maxText } from '#chat/limits.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { after, type Case } from './server-refusals.suite.ts';

type Codes =
  | 'text-long'
  | 'no-message'
  | 'not-yours'
  | 'too-late'
  | 'reaction-invalid'
  | 'too-many-reactions'
  | 'reason-long'
  | 'away-long';

const reaction = (target: number, emoji: string): Asked => ({ kind: 'reacted', target, emoji, on: true });

/** What is refused of messages, edits, removals, reactions and answers. Alice and Bob are guests in #lobby (sessions 1 and 2). */
export const refusedChanges: Readonly<Record<Codes & RefusalCode, readonly Case[]>> = {
  'text-long': [
    ['in bytes', (order) => order.say(1, '#lobby', 'ä'.repeat(maxText / 2 + 1))],
    ['in private', (order) => order.say(1, 'bob', 'x'.repeat(maxText + 1))],
    [
      'of an edit',
      (order) =>
        after(order.say(1, '#lobby'), () =>
          order.ask(1, { kind: 'edited', target: order.world.seq, text: 'x'.repeat(maxText + 1) }),
        ),
    ],
  ],
  'away-long': [['in bytes', (order) => order.ask(1, { kind: 'away', text: 'ä'.repeat(maxAway / 2 + 1) })]],
  'no-message': [
    ['none of that number', (order) => order.ask(1, { kind: 'edited', target: 99, text: 'x' })],
    ['no number', (order) => order.ask(1, { kind: 'redacted', target: 0.5 })],
    ['no message', (order) => order.ask(1, { kind: 'reacted', target: 3, emoji: '+1', on: true })],
    [
      'of a room of others',
      (order) => {
        order.come(9, 'carol', '#elsewhere');
        order.say(9, '#elsewhere');
        return order.ask(1, { kind: 'reacted', target: order.world.seq, emoji: '+1', on: true });
      },
    ],
    [
      'from before the asker joined',
      (order) => {
        order.say(1, '#lobby');
        order.come(9, 'carol', '#lobby');
        return order.ask(9, { kind: 'message', text: 'so?', replyTo: order.world.seq - 1 }, '#lobby');
      },
    ],
    [
      'of another room, as what is answered',
      (order) => {
        order.say(1, 'bob');
        return order.ask(1, { kind: 'message', text: 'so?', replyTo: order.world.seq }, '#lobby');
      },
    ],
    [
      'in private, of another room, as what is answered',
      (order) => {
        order.say(1, '#lobby');
        return order.ask(1, { kind: 'message', text: 'so?', replyTo: order.world.seq }, 'bob');
      },
    ],
    [
      'one that was removed',
      (order) => {
        order.say(1, '#lobby');
        const target = order.world.seq;
        order.ask(1, { kind: 'redacted', target });
        return order.ask(1, { kind: 'redacted', target });
      },
    ],
  ],
  'not-yours': [
    [
      'an edit',
      (order) =>
        after(order.say(1, '#lobby'), () => order.ask(2, { kind: 'edited', target: order.world.seq, text: 'x' })),
    ],
    [
      'an edit in private',
      (order) => after(order.say(1, 'bob'), () => order.ask(2, { kind: 'edited', target: order.world.seq, text: 'x' })),
    ],
    [
      'a removal in private',
      (order) => after(order.say(1, 'bob'), () => order.ask(2, { kind: 'redacted', target: order.world.seq })),
    ],
  ],
  'too-late': [
    [
      'an edit',
      (order) => {
        order.say(1, '#lobby');
        return order.ask(1, { kind: 'edited', target: order.world.seq, text: 'x' }, undefined, { at: 1000 + 900_001 });
      },
    ],
  ],
  'reaction-invalid': ['', 'two words', '👍👍', 'nine chars', '\u202e', 'ä', '👍\u200d', '\u200d'].map(
    (emoji): Case => [
      JSON.stringify(emoji),
      (order) => after(order.say(1, '#lobby'), () => order.ask(2, reaction(order.world.seq, emoji))),
    ],
  ),
  'too-many-reactions': [
    [
      'one more',
      (order) => {
        order.say(1, '#lobby');
        const target = order.world.seq;
        for (let nth = 0; nth < maxReactions; nth++) order.ask(2, reaction(target, `r${nth}`));
        assert.equal(order.ask(1, reaction(target, 'r0')).kind, 'entry', 'one of those it has');
        return order.ask(1, reaction(target, 'one'));
      },
    ],
  ],
  'reason-long': [
    [
      'in bytes',
      (order) =>
        after(order.say(1, '#lobby'), () =>
          order.ask(1, { kind: 'redacted', target: order.world.seq, reason: 'ä'.repeat(maxReason / 2 + 1) }),
        ),
    ],
  ],
};
