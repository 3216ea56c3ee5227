import { type Isolation, levelWords } from '#lab/check/confine/isolation.ts';
import type { Style } from '#lab/check/report-text.ts';
import { wrappedRow } from '#text/wrap-words.ts';
import { visible } from '#text/visible.ts';

import type { Assignment, HandInResult } from './hand-in-order.ts';
import { diagnosisOf, isRight, pointsOf } from './points.ts';

/** The isolation of the programs, and why a stronger one does not work. */
export const isolationRows = ({ level, lacks }: Isolation): readonly string[] => [
  `Isolation: ${levelWords[level]}.`,
  ...lacks.map((lack) => `  ${visible(lack)}.`),
];

const show = (points: number): string => String(Math.round(100 * points) / 100);

/** A row for a hand-in, with its problem. `width`: of the longest name. */
export function handInRows(
  result: HandInResult,
  assignment: Assignment,
  width: number,
  style: Style,
): readonly string[] {
  const { name, counts, ms, stopped, flaky } = result;
  const [points, of] = pointsOf(result, assignment);
  const each = (['passed', 'failed', 'flaky', 'not reached', 'skipped'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`);
  const right = isRight(result);
  const head = `${right ? '✔' : '✘'} ${visible(name).padEnd(width)}  ${`${show(points)} of ${show(of)}`.padEnd(9)}  ${[...each, `${(ms / 1000).toFixed(1)} s`].join(', ')}`;
  const diagnosis = diagnosisOf(result);
  return [
    right ? style.good(head) : style.bad(head),
    ...(diagnosis === '' ? [] : wrappedRow(`    ${visible(diagnosis)}`, style.columns, 4)),
    ...(flaky.length > 0 ? [`    flaky: ${flaky.join(', ')}`] : []),
    ...stopped.map((sentence) => `    stopped: ${sentence}`),
  ];
}

/** The last row: the number of hand-ins. */
export function classRow(results: readonly HandInResult[], ms: number): string {
  const right = results.filter(isRight).length;
  const problems = results.filter(({ problem }) => problem !== undefined).length;
  const more = problems > 0 ? `, ${problems} could not be checked` : '';
  return `${results.length} hand-in${results.length === 1 ? '' : 's'}: ${right} passed everything${more}; ${(ms / 1000).toFixed(1)} s.`;
}
