import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import type { Spec } from '#lab/check/check.ts';
import { readmeRows, unseenRows } from '#lab/check/rows-without-check.ts';
import { suites } from '#lab/check/suites.ts';

const page = readFileSync(new URL('../docs/seeds.md', import.meta.url), 'utf8');

/** The numbers of the rows of each dialect. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((part): readonly [string, readonly number[]] => [
    part.slice(0, part.indexOf('\n')),
    [...part.matchAll(/^\| *(\d+) *\|/gm)].map(([, number]) => Number(number)),
  ]);

/** The rows tested by the checks of a spec, for a server or a client. */
const shown = (dialect: string, spec: Spec): ReadonlySet<number> =>
  new Set(
    suites
      .filter((suite) => suite.dialect === dialect)
      .flatMap(({ checks }) => checks.filter(({ from }) => from[spec] !== undefined).flatMap(({ rows }) => rows)),
  );

describe('every row of docs/seeds.md that a wire can show has a check in each spec it belongs to', () => {
  for (const [dialect, numbers] of sections) {
    test(dialect, () => {
      const unseen = new Set(Object.keys(unseenRows[dialect] ?? {}).map(Number));
      const notInCode = new Set(Object.keys(readmeRows[dialect] ?? {}).map(Number));
      assert.ok(numbers.length > 0);
      assert.deepEqual(
        [...shown(dialect, 'readme')].toSorted(byNumber),
        numbers.filter((row) => !unseen.has(row)),
      );
      assert.deepEqual(
        [...shown(dialect, 'code')].toSorted(byNumber),
        numbers.filter((row) => !unseen.has(row) && !notInCode.has(row)),
      );
    });
  }

  test('each check belongs to a row', () => {
    const without = suites.flatMap(({ dialect, side, checks }) =>
      checks.filter(({ rows }) => rows.length === 0).map(({ id }) => `${dialect} ${side} ${id}`),
    );
    assert.deepEqual(without, []);
  });
});

const byNumber = (one: number, other: number): number => one - other;
