import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTimes, relativeStart, type TimeColumn } from './time-column.ts';

const column = (texts: readonly string[], name = 'timestamp'): TimeColumn =>
  readTimes(
    texts.map((text, nth) => ({ line: nth + 2, text })),
    name,
  );

const at = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;
const second = 1_000_000_000n;

describe('a column of times', () => {
  const absolute: Readonly<Record<string, bigint>> = {
    '1768943405': at('2026-01-20T21:10:05Z'),
    '1768943405.25': at('2026-01-20T21:10:05.250Z'),
    '1768943405,25': at('2026-01-20T21:10:05.250Z'),
    '1768943405250': at('2026-01-20T21:10:05.250Z'),
    '1768943405250000': at('2026-01-20T21:10:05.250Z'),
    '1768943405250000001': at('2026-01-20T21:10:05.250Z') + 1n,
    '2026-01-20T21:10:05Z': at('2026-01-20T21:10:05Z'),
    '2026-01-20 21:10:05.123456789': at('2026-01-20T21:10:05.123Z') + 456_789n,
    '2026-01-20T23:10:05+02:00': at('2026-01-20T21:10:05Z'),
    '2026-01-20': at('2026-01-20T00:00:00Z'),
    '20260120': at('2026-01-20T00:00:00Z'),
    '20260120211005': at('2026-01-20T21:10:05Z'),
    '20/01/2026 21:10': at('2026-01-20T21:10:00Z'),
    '1/20/2026 9:10:05 PM': at('2026-01-20T21:10:05Z'),
    '20.01.26 21:10:05': at('2026-01-20T21:10:05Z'),
    '20 Jan 2026 21:10:05': at('2026-01-20T21:10:05Z'),
    'Tue Jan 20 21:10:05 2026': at('2026-01-20T21:10:05Z'),
    'Tue, 20 Jan 2026 21:10:05 GMT': at('2026-01-20T21:10:05Z'),
    'Jan 20, 2026 21:10:05.5 UTC': at('2026-01-20T21:10:05.500Z'),
    '2026/01/20, 21:10:05,5': at('2026-01-20T21:10:05.500Z'),
  };
  for (const [text, expected] of Object.entries(absolute)) {
    test(text, () => {
      const { times, kind, problems } = column([text]);
      assert.deepEqual([times, kind, problems], [[expected], 'absolute', []]);
    });
  }

  const relative: Readonly<Record<string, bigint>> = {
    '0.015': 15_000_000n,
    '0,015': 15_000_000n,
    '1.5E-3': 1_500_000n,
    '1,234.5': 1234n * second + 500_000_000n,
    '15 ms': 15_000_000n,
    '00:01:02.5': 62n * second + 500_000_000n,
    '01:02.5': 62n * second + 500_000_000n,
    '21:10': 76_200n * second,
  };
  for (const [text, expected] of Object.entries(relative)) {
    test(text, () => {
      const { times, kind } = column([text]);
      assert.deepEqual([times, kind], [[relativeStart + expected], 'relative']);
    });
  }

  test('is in the unit that its name tells', () => {
    for (const [name, ns] of Object.entries({
      time_ms: 7_000_000n,
      'Timestamp (us)': 7000n,
      'time [ns]': 7n,
      times: 7n * second,
    })) {
      assert.deepEqual(column(['7'], name).times, [relativeStart + ns], name);
    }
  });

  test('tells days from months by all its cells, and reports an ambiguity', () => {
    assert.deepEqual(column(['03/04/2026', '25/04/2026']).times[0], at('2026-04-03T00:00:00Z'));
    assert.deepEqual(column(['03/04/2026', '04/25/2026']).times[0], at('2026-03-04T00:00:00Z'));
    assert.match(column(['03/04/2026']).assumed.join('\n'), /read with the day first/);
  });

  test('fills gaps with the time before, and names invalid times', () => {
    const { times, problems, assumed } = column(['1', '', '3']);
    assert.deepEqual([times.map((time) => time - relativeStart), problems], [[second, second, 3n * second], []]);
    assert.match(assumed.join('\n'), /1 row without a time/);
    const bad = ['soon', '2026-02-30', '25:00:00', '2026-01-20 21:10', '1e30'];
    for (const text of bad) {
      const [problem] = column(['1', text, '2']).problems;
      assert.deepEqual([text, problem?.line, problem?.column], [text, 3, 'timestamp']);
    }
  });
});
