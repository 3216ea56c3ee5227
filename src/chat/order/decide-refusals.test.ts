import { maxIgnored, maxRooms, maxText } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { decide } from './decide.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { LiveWorld } from './live-world.ts';
import { maxMail, maxMailLength } from './mailbox.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { refusedChanges } from './refused-changes.suite.ts';
import { after, type Case, type WithOwnTests, serverCases } from './server-refusals.suite.ts';

/** What must not be judged like this: the node refuses before the order is asked, or `decide` itself failed. */
type Elsewhere =
  | 'disk-full'
  | 'search-busy'
  | 'quota-used'
  | 'locked'
  | 'internal'
  | 'password-wrong'
  | 'password-invalid'
  | 'too-many-registrations';

/** Refusals for want of a right: see roles.test.ts and rooms.test.ts. */
type ForRights =
  | 'not-allowed'
  | 'last-owner'
  | 'user-not-here'
  | 'invite-only'
  | 'wrong-key'
  | 'room-full'
  | 'accounts-only'
  | 'moderated'
  | 'slow-mode'
  | 'reason-long';

/** Of bans, mutes and kicks: see bans.test.ts and mutes.test.ts. */
type ForModeration =
  | WithOwnTests
  | 'banned'
  | 'muted'
  | 'server-banned'
  | 'name-banned'
  | 'rename-banned'
  | 'mask-invalid'
  | 'no-address'
  | 'list-full'
  | 'not-listed'
  | 'time-invalid'
  | 'too-many-hit';

/** Alice and Bob are guests in #lobby (sessions 1 and 2), and nobody else is here. */
const cases: Readonly<Record<Exclude<RefusalCode, Elsewhere | ForRights | ForModeration>, readonly Case[]>> = {
  ...refusedChanges,
  ...serverCases,
  'name-invalid': [
    ['an empty name', (order) => order.come(9, '')],
    ['a blank in it', (order) => order.come(9, 'a b')],
    ['a new name that is none', (order) => order.ask(1, { kind: 'renamed', name: '#alice' })],
    ['an account of such a name', (order) => order.ask(0, { kind: 'registered', name: 'a:b', secret: '' })],
  ],
  'name-reserved': [
    ['of a guest', (order) => order.come(9, 'SERVER')],
    ['of a rename', (order) => order.ask(1, { kind: 'renamed', name: 'NickServ' })],
    ['of an account', (order) => order.ask(0, { kind: 'registered', name: 'a5_1', secret: '' })],
  ],
  'name-taken': [
    ['by a guest, in other letters', (order) => order.come(9, 'ALICE')],
    ['by a guest, in letters that look alike', (order) => order.come(9, 'аlice')],
    ['when renaming, in letters that look alike', (order) => order.ask(1, { kind: 'renamed', name: 'Воb' })],
    ['when renaming', (order) => order.ask(1, { kind: 'renamed', name: 'Bob' })],
    ['when registering', (order) => order.ask(0, { kind: 'registered', name: 'bob', secret: '' })],
  ],
  'name-registered': [
    [
      'the account is not here',
      (order) => {
        order.register('carol');
        return order.come(9, 'Carol');
      },
    ],
    [
      'the account is here',
      (order) => {
        const account = order.register('carol');
        order.ask(8, { kind: 'came', as: { account, version: 1 } });
        return order.come(9, 'carol');
      },
    ],
    [
      'the account is not here, and the name is drawn like its own',
      (order) => {
        order.register('vera');
        return order.come(9, 'νera');
      },
    ],
    [
      'registered twice',
      (order) => {
        order.register('carol');
        return order.ask(0, { kind: 'registered', name: 'CAROL', secret: '' });
      },
    ],
  ],
  'name-fixed': [
    [
      'an account renames itself',
      (order) => {
        const account = order.register('carol');
        order.ask(9, { kind: 'came', as: { account, version: 1 } });
        return order.ask(9, { kind: 'renamed', name: 'caroline' });
      },
    ],
  ],
  'credential-stale': [
    ['no such account', (order) => order.ask(9, { kind: 'came', as: { account: 77, version: 1 } })],
    ['a guest is no account', (order) => order.ask(9, { kind: 'came', as: { account: 3, version: 1 } })],
    [
      'another version',
      (order) => order.ask(9, { kind: 'came', as: { account: order.register('carol'), version: 2 } }),
    ],
  ],
  'account-in-use': [
    [
      'on a listener that takes it once',
      (order) => {
        const as = { account: order.register('carol'), version: 1 };
        const oneSession = { listener: 'pdu', policy: 'refuse' } as const;
        order.ask(8, { kind: 'came', as, oneSession });
        return order.ask(9, { kind: 'came', as, oneSession });
      },
    ],
  ],
  'registered-already': [
    [
      'an account once more',
      (order) =>
        after(order.ask(1, { kind: 'registered', name: '', secret: 'hash' }), () =>
          order.ask(1, { kind: 'registered', name: '', secret: 'hash' }),
        ),
    ],
  ],
  'not-here': [
    ['to register', (order) => order.ask(9, { kind: 'registered', name: 'carol', secret: '' })],
    ['a node that joins', (order) => order.join(0, '#lobby')],
    ['a message before coming', (order) => order.say(9, '#lobby')],
    ['a join before coming', (order) => order.join(9, '#lobby')],
    ['going twice', (order) => after(order.ask(1, { kind: 'went' }), () => order.ask(1, { kind: 'went' }))],
    ['a run that did not begin', (order) => order.come('run9:1', 'carol')],
    ['a session of the same number in another run', (order) => order.say('run9:1', '#lobby')],
  ],
  'here-already': [
    ['coming twice', (order) => order.come(1, 'carol')],
    [
      'an account as another',
      (order) => {
        const [carol, dave] = [order.register('carol'), order.register('dave')];
        order.ask(9, { kind: 'came', as: { account: carol, version: 1 } });
        return order.ask(9, { kind: 'came', as: { account: dave, version: 1 } });
      },
    ],
  ],
  'room-invalid': [
    ['no name', (order) => order.join(1, '')],
    ['a user', (order) => order.join(1, 'bob')],
    ['blanks', (order) => order.join(1, '#a b')],
    ['coming into one', (order) => order.come(9, 'carol', '#')],
  ],
  'no-room': [
    ['to speak in', (order) => order.say(1, '#nowhere')],
    ['to leave', (order) => order.ask(1, { kind: 'left' }, '#nowhere')],
    ['to be about something', (order) => order.ask(1, { kind: 'topic', text: 'tea' }, '#nowhere')],
    ['a person has no topic', (order) => order.ask(1, { kind: 'topic', text: 'tea' }, 'bob')],
    ['to read', (order) => order.ask(1, { kind: 'read', upto: 1 }, '#nowhere')],
    ['nothing was ever said to bob', (order) => order.ask(1, { kind: 'read', upto: 1 }, 'bob')],
  ],
  'mailbox-full': [
    [
      'so many messages wait',
      (order) => {
        order.register('carol');
        for (let said = 0; said < maxMail; said++) order.say(1, 'carol');
        return order.say(2, 'carol');
      },
    ],
    [
      'so much waits',
      (order) => {
        order.register('carol');
        for (let said = 0; said * maxText < maxMailLength; said++) order.say(1, 'carol', 'x'.repeat(maxText));
        return order.say(2, 'carol');
      },
    ],
  ],
  'no-user': [
    ['nobody', (order) => order.say(1, 'carol')],
    ['no name at all', (order) => order.say(1, '')],
    ['no such account to change', (order) => order.ask(0, { kind: 'credential', account: 3, secret: '' })],
    ['no such account to end', (order) => order.ask(0, { kind: 'unregistered', account: 99 })],
    ['a guest that has gone', (order) => after(order.ask(2, { kind: 'went' }), () => order.say(1, 'bob'))],
  ],
  'not-member': [
    ['to speak', (order) => after(order.join(2, '#side'), () => order.say(1, '#side'))],
    [
      'to be about something',
      (order) => after(order.join(2, '#side'), () => order.ask(1, { kind: 'topic', text: 'tea' }, '#side')),
    ],
    ['to leave', (order) => after(order.join(2, '#side'), () => order.ask(1, { kind: 'left' }, '#side'))],
    ['to read', (order) => after(order.join(2, '#side'), () => order.ask(1, { kind: 'read', upto: 1 }, '#side'))],
    ['any more', (order) => after(order.ask(1, { kind: 'left' }, '#lobby'), () => order.say(1, '#lobby'))],
  ],
  'to-self': [['by another spelling', (order) => order.say(1, 'ALICE')]],
  'ignores-self': [['by another spelling', (order) => order.ask(1, { kind: 'ignored', name: 'ALICE', on: true })]],
  'too-many-ignored': [
    [
      'one more',
      (order) => {
        for (let nth = 0; nth <= maxIgnored; nth++) order.register(`user${nth}`);
        for (let nth = 0; nth < maxIgnored; nth++) order.ask(1, { kind: 'ignored', name: `user${nth}`, on: true });
        assert.equal(order.ask(1, { kind: 'ignored', name: 'user0', on: true }).kind, 'applied');
        return order.ask(1, { kind: 'ignored', name: `user${maxIgnored}`, on: true });
      },
    ],
  ],
  'topic-long': [
    ['one byte more', (order) => order.ask(1, { kind: 'topic', text: `${'é'.repeat(256)}!` }, '#lobby')],
    ['in pictures of nul', (order) => order.ask(1, { kind: 'topic', text: '\0'.repeat(171) }, '#lobby')],
  ],
  'too-many-rooms': [
    ['joined', (order) => after(joinMany(order), () => order.join(1, '#one-more'))],
    [
      'come into',
      (order) => {
        const account = order.register('carol');
        order.ask(9, { kind: 'came', as: { account, version: 1 } });
        for (let room = 0; room < maxRooms; room++) order.join(9, `#r${room}`);
        return order.ask(10, { kind: 'came', as: { account, version: 1 } }, '#one-more');
      },
    ],
  ],
  'cursor-invalid': [
    ['beyond the end', (order) => order.ask(1, { kind: 'read', upto: 99 }, '#lobby')],
    ['of this very draft', (order) => order.ask(1, { kind: 'read', upto: order.world.seq + 1 }, '#lobby')],
    ['no number', (order) => order.ask(1, { kind: 'read', upto: Number.NaN }, '#lobby')],
    [
      'delivered beyond the end',
      (order) => {
        order.ask(9, { kind: 'came', as: { account: order.register('carol'), version: 1 } });
        return order.ask(9, { kind: 'delivered', upto: 99 });
      },
    ],
    ['before the beginning', (order) => order.ask(1, { kind: 'read', upto: -1 }, '#lobby')],
  ],
  unavailable: [
    ['an order is founded once', (order) => order.ask('run9:0', { kind: 'founded', epoch: 'other' })],
    ['a run begins once', (order) => order.ask(0, { kind: 'began', node: 'node1', rules: 1 })],
    ['only the node changes a credential', (order) => order.ask(1, { kind: 'credential', account: 3, secret: '' })],
    ['only the node ends an account', (order) => order.ask(1, { kind: 'unregistered', account: 3 })],
    ['a guest has no mail', (order) => order.ask(1, { kind: 'delivered', upto: 1 })],
  ],
};

/** Judges the second when the first is done. */
function joinMany(order: Judging): void {
  for (let room = 1; room < maxRooms; room++) order.join(1, `#r${room}`);
}

describe('decide refuses', () => {
  for (const [code, reasons] of Object.entries(cases)) {
    for (const [title, ask] of reasons) {
      test(`${code}: ${title}`, async () => {
        const order = await openJudging();
        order.come(1, 'alice', '#lobby');
        order.come(2, 'bob', '#lobby');
        const verdict = ask(order);
        assert.equal(verdict.kind === 'refusal' ? verdict.code : verdict.kind, code);
      });
    }
  }

  test('unavailable: a run in an order that was not founded', async () => {
    const { store } = await openJudging();
    const world = new LiveWorld(store);
    world.epoch = '';
    const draft = { run: 'r', nth: 1, settledUpto: 0, session: 0, at: 0 };
    const verdict = decide(world, { seq: 3, draft: { ...draft, event: { kind: 'began', node: 'n', rules: 1 } } });
    assert.deepEqual(verdict, { kind: 'refusal', code: 'unavailable' });
  });

  test('nothing up to the limits', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#r0');
    joinMany(order);
    assert.equal(order.world.run('run1')?.sessions.get(1)?.rooms.length, maxRooms);
    assert.equal(order.say(1, '#r0', 'ä'.repeat(maxText / 2)).kind, 'entry');
    assert.equal(order.join(1, '#R0').kind, 'no-op');
  });
});
