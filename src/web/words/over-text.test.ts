import assert from 'node:assert/strict';
import { afterEach, suite, test } from 'node:test';
import { overText } from './over-text.ts';
import { speak } from './texts.ts';
import { shortTime } from './time.ts';

/** Noon, so that it is the same day an hour later. */
const at = new Date(2026, 10, 21, 12).getTime();

suite('why a session is over', () => {
  afterEach(() => speak(['en']));
  test('a ban says until when, and why', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: at });
    const until = at + 3_600_000;
    const ends = shortTime(until, at);
    assert.equal(
      overText({ why: 'banned', until, reason: 'spam' }),
      `You were banned from this server until ${ends}: spam.`,
    );
    assert.equal(overText({ why: 'banned' }), 'You were banned from this server.');
  });
  test('in German', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: at });
    await speak(['de']);
    const until = at + 3_600_000;
    const ends = shortTime(until, at);
    assert.equal(
      overText({ why: 'banned', until, reason: 'Werbung' }),
      `Du wurdest auf diesem Server gesperrt bis ${ends}: Werbung.`,
    );
    assert.equal(overText({ why: 'kicked', reason: 'Lärm' }), 'Du wurdest von diesem Server entfernt: Lärm.');
  });
});
