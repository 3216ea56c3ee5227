import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import { home, openTea, school, type Tea, told } from '#chat/order/moderation.suite.ts';
import {
  createModeration,
  hitsSentence,
  needsConfirmation,
  type Moderation,
  confirmationSentence,
} from './moderation.ts';

/** Zoe, in session 9, is outside of #tea. */
async function openAsked(): Promise<{ readonly tea: Tea; readonly asked: Moderation; readonly ids: Ids }> {
  const tea = await openTea();
  tea.come(9, 'zoe', home, '#else');
  const { world, store } = tea.order;
  const ids = (name: string): { readonly user: number } => ({ user: world.presentNamed(name)?.id ?? 0 });
  return { tea, ids, asked: createModeration({ world, store, clock: { now: () => 1000 } }) };
}

type Ids = (name: string) => { readonly user: number };

describe('asked whom a mask would hit', () => {
  test('operators are told how many, and of a shared address what to do instead', async () => {
    const { asked, ids, tea } = await openAsked();
    assert.deepEqual(asked.hits(ids('alice'), 'address:bob', '#tea'), { people: 2, here: 2, guests: 2, address: true });
    assert.deepEqual(asked.hits(ids('alice'), 'bob', '#tea'), { people: 1, here: 2, guests: 1, address: false });
    assert.deepEqual(asked.hits(undefined, '*'), { people: 4, here: 4, guests: 4, address: false });
    assert.equal(asked.hits(ids('bob'), 'carol', '#tea'), 'not-allowed');
    assert.equal(asked.hits(ids('alice'), 'bob'), 'not-allowed', 'the server is not hers');
    assert.equal(asked.hits(ids('alice'), `address:${school}`, '#tea'), 'not-allowed', 'she knows no hashes');
    const mistyped = asked.hits(ids('alice'), 'bbo', '#tea');
    assert.ok(typeof mistyped === 'object' && mistyped.unknown);
    assert.equal(hitsSentence(mistyped, '#tea'), 'Nobody has that name now.');
    for (const mask of ['zoe', 'bb*', `address:${home}`])
      assert.ok(!('unknown' in Object(asked.hits(undefined, mask))), mask);
    tea.list(1, 'exception', 'carol');
    assert.deepEqual(asked.hits(ids('alice'), 'address:bob', '#tea'), { people: 1, here: 2, guests: 1, address: true });
  });

  test('a mask that names an owner says that it has no effect now', async () => {
    const { asked, ids, tea } = await openAsked();
    const hits = asked.hits(undefined, 'alice', '#tea');
    assert.deepEqual(hits, { people: 0, here: 3, guests: 0, address: false, spared: true });
    assert.ok(typeof hits === 'object');
    assert.match(hitsSentence(hits, '#tea'), /^It has no effect now/);
    assert.partialDeepStrictEqual(asked.hits(undefined, 'zoe', '#tea'), { people: 0 }, 'she is elsewhere');
    assert.ok(!('spared' in Object(asked.hits(ids('alice'), 'alice', '#tea'))), 'nobody is hit by its own ban');
    tea.order.ask(1, { kind: 'role', user: 'carol', role: 'operator' }, '#tea');
    assert.partialDeepStrictEqual(asked.hits(undefined, 'carol', '#tea'), { people: 1 });
    assert.partialDeepStrictEqual(asked.hits(ids('carol'), 'carol', '#tea'), { people: 0 }, 'nor is an operator');
  });

  test('an operator is asked first where a mask hits every name, or most people, unless it hits one person', () => {
    const confirmed = (mask: string, people: number, here: number): boolean =>
      needsConfirmation(mask, { people, here, guests: people, address: false });
    assert.deepEqual(
      ['*', '?*', '**', '＊', '*?', 'b*', '?', '???*'].filter((mask) => confirmed(mask, 0, 9)),
      ['*', '?*', '**', '＊', '*?'],
    );
    assert.deepEqual(
      [
        [1, 1],
        [2, 2],
        [2, 3],
        [2, 4],
        [3, 5],
        [3, 6],
      ].map(([people = 0, here = 0]) => confirmed('b*', people, here)),
      [false, true, true, false, true, false],
    );
    assert.equal(
      confirmationSentence('*', { people: 3, here: 4, guests: 3, address: false }),
      'It matches every name, also of people who come later. It hits 3 of the 4 people who are here now.',
    );
    assert.equal(confirmationSentence('*', undefined), 'It matches every name, also of people who come later.');
  });

  test('the sentence offers accounts only where an address hits several', () => {
    assert.equal(
      hitsSentence({ people: 1, here: 9, guests: 1, address: true }, '#tea'),
      'It hits 1 person who is here now.',
    );
    assert.equal(
      hitsSentence({ people: 3, here: 9, guests: 3, address: false }, '#tea'),
      'It hits 3 people who are here now.',
    );
    assert.match(
      hitsSentence({ people: 3, here: 9, guests: 2, address: true }, '#tea'),
      /To keep guests out of #tea instead/,
    );
  });
});

describe('a list', () => {
  test('is shown to those who may change it, with hashes to the server alone', async () => {
    const { asked, ids, tea } = await openAsked();
    tea.list(1, 'ban', 'address:bob', { until: 5000, reason: 'noise' });
    const by = { id: ids('alice').user, name: 'alice' };
    const row = { mask: 'address:bob', list: 'ban', by, at: 1000, until: 5000, reason: 'noise' };
    assert.deepEqual(asked.lists(ids('alice'), 'ban', '#tea'), [row]);
    assert.deepEqual(asked.lists(undefined, 'ban', '#tea'), [{ ...row, hash: school }]);
    assert.equal(asked.lists(ids('bob'), 'ban', '#tea'), 'not-allowed');
    assert.equal(asked.lists(ids('alice'), 'ban'), 'not-allowed');
    assert.equal(asked.lists({ user: 0 }, 'ban', '#tea'), 'not-here');
  });
});

test('an invitation is open until it is used or has ended', async () => {
  const { asked, ids, tea } = await openAsked();
  const invite = (until?: number): string =>
    told(tea.order.ask(1, { kind: 'invited', user: 'zoe', until }, '#tea', { at: 500 }));
  assert.equal(invite(900), 'entry');
  assert.deepEqual(asked.invitations(ids('zoe')), []);
  assert.equal(invite(), 'no-op');
  const room = { id: tea.order.world.channel('#tea')?.id ?? 0, name: '#tea' };
  assert.deepEqual(asked.invitations(ids('zoe')), [{ room, by: { id: ids('alice').user, name: 'alice' }, until: 0 }]);
  tea.join(9);
  assert.deepEqual(asked.invitations(ids('zoe')), []);
});

test('a secret room does not exist for somebody outside', async () => {
  const { asked, ids, tea } = await openAsked();
  tea.order.ask(1, { kind: 'set', name: 'secret', value: 'yes' }, '#tea');
  const drafts: readonly Asked[] = [
    { kind: 'listed', list: 'ban', mask: 'bob' },
    { kind: 'listed', list: 'ban', mask: 'no mask' },
    { kind: 'unlisted', list: 'ban', mask: 'bob' },
    { kind: 'kicked', user: 'bob' },
    { kind: 'kicked', user: 'nobody' },
    { kind: 'invited', user: 'bob' },
  ];
  for (const room of ['#tea', '#none']) {
    for (const draft of drafts) assert.equal(told(tea.order.ask(9, draft, room)), 'no-room', `${draft.kind} ${room}`);
    assert.equal(asked.lists(ids('zoe'), 'ban', room), 'no-room');
    assert.equal(asked.hits(ids('zoe'), 'bob', room), 'no-room');
  }
});
