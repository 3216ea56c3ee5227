import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationOf, warnOfClock } from './clock-warning.ts';

const place = (at: number) => ({ place: () => ({ seq: 7, at, epoch: 'epoch' }) });
const now = Date.UTC(2026, 10, 20, 21, 31);

test('the start warns if the clock is behind the last entry, and by how much', () => {
  const logged: unknown[] = [];
  warnOfClock(place(Date.UTC(2036, 10, 20, 21, 31)), now, (event, fields) => logged.push([event, fields]));
  assert.deepEqual(logged, [
    [
      'clock-went-back',
      {
        sentence:
          'The last entry is from 2036-11-20T21:31:00.000Z, 10 years 3 days after now: the clock was ahead, or is behind.',
        seconds: (10 * 365 + 3) * 86_400,
      },
    ],
  ]);
});

test('there is no warning if the clock is ahead, equal, or only a little behind', () => {
  for (const at of [0, now - 1, now, now + 1000])
    warnOfClock(place(at), now, () => assert.fail(`${at - now} ms after now`));
});

test('a duration has its two largest units', () => {
  const day = 86_400_000;
  assert.equal(durationOf(999), 'less than a second');
  assert.equal(durationOf(1000), '1 second');
  assert.equal(durationOf(61_000), '1 minute 1 second');
  assert.equal(durationOf(3_600_000 + 5000), '1 hour');
  assert.equal(durationOf(2 * day + 3_600_000), '2 days 1 hour');
  assert.equal(durationOf(366 * day), '1 year 1 day');
});
