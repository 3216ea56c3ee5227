import type { Assignment, HandInResult } from './hand-in-order.ts';
import { diagnosisOf, pointsOf } from './points.ts';

/** A whole class as one JSON value: see `docs/grading.md`. */
export function classJson(assignment: Assignment, results: readonly HandInResult[], ms: number): string {
  const { dialect, side, spec, isolation } = assignment;
  const submissions = results.map((result) => {
    const { name, file, counts, flaky, stopped, problem, ms: took, report } = result;
    const [points, of] = pointsOf(result, assignment);
    const first = diagnosisOf(result);
    return { name, program: file, points, of, counts, first, flaky, stopped, problem, ms: took, report };
  });
  const { level, lacks } = isolation;
  return `${JSON.stringify({ dialect, side, spec, isolation: { rung: level, lacks }, ms, submissions }, undefined, 2)}\n`;
}
