import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime } from './time.ts';

const now = new Date(2026, 10, 20, 21, 31, 5, 123);

const times: readonly (readonly [string, Date])[] = [
  ['2026-11-19', new Date(2026, 10, 19)],
  ['2024-02-29', new Date(2024, 1, 29)],
  ['2026-11-20 21:31', new Date(2026, 10, 20, 21, 31)],
  ['2026-11-20T21:31', new Date(2026, 10, 20, 21, 31)],
  ['2026-11-20 21:31:05', new Date(2026, 10, 20, 21, 31, 5)],
  ['21:31', new Date(2026, 10, 20, 21, 31)],
  ['9:05', new Date(2026, 10, 20, 9, 5)],
  ['00:00:01', new Date(2026, 10, 20, 0, 0, 1)],
  ['90m', new Date(2026, 10, 20, 20, 1, 5, 123)],
  ['2h', new Date(2026, 10, 20, 19, 31, 5, 123)],
  ['999999d', new Date(0)],
];
for (const [text, time] of times) {
  test(`${text} is a time`, () => assert.equal(parseTime(text, now.getTime()), time.getTime()));
}

test('days are of 24 hours', () => {
  assert.equal(parseTime('3d', now.getTime()), now.getTime() - 3 * 24 * 3_600_000);
});

const strange = [
  '',
  ' ',
  '2026',
  '2026-13-01',
  '2026-02-30',
  '2026-11-2',
  '24:00',
  '21:60',
  '21:31:60',
  '2 h',
  '-2h',
  '1.5h',
];
for (const text of [...strange, '2h30m', '3w', 'now', '2026-11-20 ', '2026-11-2021:31', '9999999m']) {
  test(`${JSON.stringify(text)} is none`, () => assert.equal(parseTime(text, now.getTime()), undefined));
}
