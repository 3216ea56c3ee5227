import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';

import { grade, parseRubric, RubricError } from './rubric.ts';
import { suites } from './suites.ts';
import { anyCodePoint } from '../../../test/any-code-point.ts';

const known = new Set(['hello', 'ready', 'bye', 'cut-off']);

describe('a rubric', () => {
  const text = [
    '# nick, 10 points',
    'hello = 2.5',
    'group "Leaving" = 4, all',
    '  ready',
    '  # a comment does not end a group',
    '  bye',
    '',
    'group "Disturbances" = 3, each',
    'cut-off',
  ].join('\r\n');

  test('gives points for single checks, for all of a group, and for each of a group', () => {
    const rubric = parseRubric(`\ufeff${text}`, known);
    const points = (...passed: string[]): number => grade(rubric, new Set(passed)).points;
    assert.equal(grade(rubric, known).of, 9.5);
    assert.deepEqual(
      [points(), points('hello'), points('ready'), points('ready', 'bye'), points('cut-off')],
      [0, 2.5, 0, 4, 3],
    );
  });

  for (const [wrong, says] of [
    ['helo = 2', /line 1: there is no check "helo"/],
    ['hello = 2\nhello = 3', /line 2: "hello" has points already/],
    ['group "A" = 2, all', /line 1: no checks stand below the group "A"/],
    ['group "A", all\nbye', /line 1: the group has no points/],
    ['bye', /line 1: "bye" cannot be read/],
    ['hello = two', /line 1: .* cannot be read/],
    ['# nothing', /gives no points/],
  ] as const) {
    test(`is refused: ${JSON.stringify(wrong)}`, () => {
      assert.throws(
        () => parseRubric(wrong, known),
        (error) => error instanceof RubricError && says.test(error.message),
      );
    });
  }

  test('of any text is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint }), (any) => {
        try {
          parseRubric(any, known);
        } catch (error) {
          assert.ok(error instanceof RubricError);
        }
      }),
    );
  });

  test('the example names checks that exist', () => {
    const example = readFileSync(new URL('../../../examples/nick-rubric.txt', import.meta.url), 'utf8');
    const ids = new Set(suites.flatMap(({ checks }) => checks.map(({ id }) => id)));
    assert.equal(grade(parseRubric(example, ids), ids).of, 20);
  });
});
