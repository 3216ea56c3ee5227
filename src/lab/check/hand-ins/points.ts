import { checksFor } from '#lab/check/check.ts';
import { grade } from '#lab/check/rubric.ts';
import { suiteFor } from '#lab/check/suites.ts';

import type { Assignment, HandInResult } from './hand-in-order.ts';

/** The points of a hand-in, and the most possible: by the rubric, otherwise one for each check. */
export function pointsOf(
  { grade: given, counts, problem }: HandInResult,
  { rubric, dialect, side, spec }: Assignment,
): readonly [number, number] {
  if (given) return [given.points, given.of];
  if (rubric) return [0, grade(rubric, new Set()).of];
  const suite = suiteFor(dialect, side);
  if (problem !== undefined && suite) return [0, checksFor(suite, spec).length];
  return [counts.passed, counts.passed + counts.failed + counts.flaky + counts['not reached']];
}

/** The first failure with its cause, or another problem, as one text; empty: none. */
export function diagnosisOf({ first, problem }: HandInResult): string {
  if (problem !== undefined) return `${problem}.`;
  if (!first) return '';
  return `${first.id}: ${first.says}.${first.cause === undefined ? '' : ` ${first.cause}`}`;
}

/** Whether everything that was checked passed. */
export const isRight = ({ counts, problem }: HandInResult): boolean =>
  problem === undefined && counts.failed + counts.flaky + counts['not reached'] === 0 && counts.passed > 0;
