import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Refusal } from '#chat/refusal.ts';

import { refusalSentences } from './refusals.ts';

test('a refusal is worded by its code, else by its group, else by default', () => {
  const sentence = refusalSentences({ taken: '% is taken.', 'account-in-use': '% is online.' });
  assert.equal(sentence('account-in-use', 'bob'), 'bob is online.');
  assert.equal(sentence('name-registered', 'bob'), 'bob is taken.');
  assert.equal(sentence('no-room', '#rust'), 'There is no room #rust.');
});

test('a refusal names the room or what is in it, or says which one it means', () => {
  const sentence = refusalSentences({});
  const about = { room: '#tea', other: 'bob' };
  assert.equal(sentence('not-member', about), 'You are not in #tea.');
  assert.equal(sentence('no-user', about), 'There is no user bob.');
  assert.equal(sentence('name-taken', about), 'The name bob is taken.');
  assert.equal(sentence('not-member'), 'You are not in that room.');
  assert.equal(sentence('no-room', { other: 'bob' }), 'There is no room of that name.');
  assert.equal(sentence({ code: 'banned', reason: 'spam' }), 'You are banned from that room (spam).');
});

test('a refusal says where, until when and why, as far as it is known', () => {
  const sentence = refusalSentences({});
  const at = new Date(2026, 10, 28, 21, 0, 30).getTime();
  const minutes = (count: number): number => at + count * 60_000;
  const why = { room: '#tea', reason: 'sp\x1bam', at };
  const cases: readonly (readonly [Refusal, string])[] = [
    [{ code: 'muted' }, 'You are muted.'],
    [{ code: 'muted', ...why }, 'You are muted in #tea (sp␛am).'],
    [{ code: 'muted', ...why, until: minutes(65) }, 'You are muted in #tea until 22:05 (sp␛am).'],
    [{ code: 'banned', at, until: minutes(1) }, 'You are banned from #tea until 21:01:30.'],
    [{ code: 'server-banned', at, until: minutes(1440) }, 'You are banned from this server until 2026-11-29 21:00.'],
    [{ code: 'user-not-here', room: '#tea' }, 'That user is not in #tea.'],
    [{ code: 'user-not-here' }, 'That user is not in the chat.'],
    [{ code: 'slow-mode' }, 'Not sent: this room is in slow mode. Wait a little.'],
    [{ code: 'slow-mode', at, until: at + 4001 }, 'Not sent: this room is in slow mode. Wait 5 seconds.'],
    [{ code: 'slow-mode', at, until: at + 1 }, 'Not sent: this room is in slow mode. Wait 1 second.'],
    [
      { code: 'too-late', at, until: minutes(-10) },
      'It is too late to change that message: that was possible until 20:50.',
    ],
    [
      { code: 'invite-only', at, until: minutes(-1440) },
      'You need an invitation to join this room: your invitation ended at 2026-11-27 21:00.',
    ],
    [{ code: 'token-invalid', at, until: minutes(-10) }, 'That code is not valid: it ended at 20:50.'],
  ];
  for (const [refusal, words] of cases) assert.equal(sentence(refusal, '#tea'), words);
  const own = refusalSentences({ muted: '%{in}{until}{bogus}' });
  assert.equal(
    own({ code: 'muted', room: '#a%{until}' }, '{in}%'),
    '{in}% in #a%{until}{bogus}',
    'nothing is replaced twice',
  );
});

test('text of a client is quoted, and marks in it are not replaced', () => {
  const sentence = refusalSentences({ 'no-user': 'No %.' });
  assert.equal(sentence('no-user', '$&\x1b'), 'No $&␛.');
  assert.equal(sentence('no-user'), 'No .');
});
