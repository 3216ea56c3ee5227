import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry, Event } from '#chat/event.ts';
import { server } from '#chat/order/verdict.ts';

import { doneSentence, roomEndSentence } from './moderation-sentences.ts';

const dora = { id: 1, name: 'dora' };
const bob = { id: 2, name: 'bob' };
const tea = { id: 3, name: '#tea' };

const entry = (event: Event, rest: Partial<Entry> = {}): Entry => ({
  seq: 9,
  id: 'x',
  at: 0,
  from: dora,
  event,
  ...rest,
});

test('what is done to a user is said with who did it, where, until when and why', () => {
  const said = (event: Event, rest: Partial<Entry> = { room: tea }): string | undefined =>
    doneSentence(entry(event, rest));
  const until = 3_600_000;
  assert.equal(
    said({ kind: 'kicked', user: bob, reason: 'noise' }),
    'You were removed from #tea by dora. Reason: noise',
  );
  assert.match(
    said({ kind: 'listed', list: 'mute', mask: 'b*', until, silenced: [bob] }) ?? '',
    /^You were muted in #tea by dora until .*\.$/,
  );
  assert.equal(said({ kind: 'listed', list: 'ban', mask: 'bob', kicked: [bob] }), 'You were banned from #tea by dora.');
  assert.equal(
    said({ kind: 'listed', list: 'ban', mask: 'bob', silenced: [bob] }),
    'dora banned you from #tea. You may stay and read, but not speak.',
  );
  assert.equal(
    said({ kind: 'listed', list: 'mute', mask: 'bob', silenced: [bob] }, { from: server }),
    'You were muted on this server.',
  );
  for (const [list, expected] of [
    ['ban', 'dora lifted your ban from #tea.'],
    ['mute', 'dora lifted your mute in #tea.'],
  ] as const)
    assert.equal(said({ kind: 'unlisted', list, mask: 'b*', freed: [bob] }), expected);
  const everywhere = { from: server };
  assert.equal(
    said({ kind: 'unlisted', list: 'mute', mask: 'bob', freed: [bob] }, everywhere),
    'The server lifted your mute on this server.',
  );
  assert.equal(
    said({ kind: 'listed', list: 'exception', mask: 'bob', freed: [bob] }, everywhere),
    'The server excepted you from bans and mutes on this server. You may speak there again.',
  );
  assert.equal(
    said({ kind: 'unlisted', list: 'exception', mask: 'bob', silenced: [bob] }),
    'dora ended your exception in #tea. You may not speak there any more.',
  );
  assert.equal(
    said({ kind: 'role', user: bob, role: 'owner', before: 'member' }, { room: tea, from: server }),
    'The server made you owner of #tea.',
  );
  assert.equal(
    said({ kind: 'serverRole', user: bob, role: 'none', before: 'operator' }, {}),
    'dora took the role of operator of this server from you.',
  );
  assert.equal(said({ kind: 'joined' }), undefined);
});

test('the end of a room, and its other name, are said to its members', () => {
  assert.equal(roomEndSentence(entry({ kind: 'closed' }, { room: tea, from: server })), '#tea was closed.');
  assert.equal(roomEndSentence(entry({ kind: 'roomNamed', before: '#milk' }, { room: tea })), '#milk is now #tea.');
  assert.equal(roomEndSentence(entry({ kind: 'topic', text: 'x' }, { room: tea })), undefined);
});
