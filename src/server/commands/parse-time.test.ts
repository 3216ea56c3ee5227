import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSpan } from './parse-time.ts';

const now = new Date(2026, 10, 20, 21, 31, 5, 123);
const startOf = (text: string, at: number): number | undefined => parseSpan(text, at)?.start;

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
  ['30s', new Date(2026, 10, 20, 21, 30, 35, 123)],
  ['1w', new Date(2026, 10, 13, 21, 31, 5, 123)],
  ['today', new Date(2026, 10, 20)],
  ['yesterday', new Date(2026, 10, 19)],
  ['2026-11-20 21:31:05.5', new Date(2026, 10, 20, 21, 31, 5, 500)],
  ['2026-11-28T10:30:14.304Z', new Date(Date.UTC(2026, 10, 28, 10, 30, 14, 304))],
  ['2026-11-28t10:30:14z', new Date(Date.UTC(2026, 10, 28, 10, 30, 14))],
  ['2026-11-28 10:30Z', new Date(Date.UTC(2026, 10, 28, 10, 30))],
  ['2026-11-28T10:30:14.304123+05:30', new Date(Date.UTC(2026, 10, 28, 5, 0, 14, 304))],
  ['2026-11-28T10:30:14-0800', new Date(Date.UTC(2026, 10, 28, 18, 30, 14))],
  ['2026-11-28 10:30 +02', new Date(Date.UTC(2026, 10, 28, 8, 30))],
  ['2024-02-29T23:30:00-01:00', new Date(Date.UTC(2024, 2, 1, 0, 30))],
];
for (const [text, time] of times) {
  test(`${text} is a time`, () => assert.equal(startOf(text, now.getTime()), time.getTime()));
}

test('days are of 24 hours', () => {
  assert.equal(startOf('3d', now.getTime()), now.getTime() - 3 * 24 * 3_600_000);
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
for (const text of [
  ...strange,
  '2h30m',
  '3y',
  'now',
  '2026-11-28Z',
  '2026-02-30T10:00Z',
  '10:00+24:00',
  '10:00+01:60',
  '10:00 UTC',
  '10:00.5',
  '2026-11-20 ',
  '2026-11-2021:31',
  '9999999m',
]) {
  test(`${JSON.stringify(text)} is none`, () => assert.equal(startOf(text, now.getTime()), undefined));
}

test('a named period has an end: a day, a minute, a second, a moment', () => {
  const lengthOf = (text: string): number => {
    const span = parseSpan(text, now.getTime());
    return span ? span.end - span.start : NaN;
  };
  assert.equal(lengthOf('2026-11-19'), 86_400_000);
  assert.equal(lengthOf('today'), 86_400_000);
  assert.equal(lengthOf('21:31'), 60_000);
  assert.equal(lengthOf('2026-11-28T10:30Z'), 60_000);
  assert.equal(lengthOf('21:31:05'), 1000);
  assert.equal(lengthOf('2026-11-28T10:30:14.304Z'), 1);
  assert.equal(lengthOf('2h'), 1);
});

test('without a day it is today, in the zone that is named', () => {
  const at = Date.UTC(2026, 10, 20, 23, 30);
  assert.equal(startOf('10:00Z', at), Date.UTC(2026, 10, 20, 10));
  assert.equal(startOf('10:00+02:00', at), Date.UTC(2026, 10, 21, 8));
});
