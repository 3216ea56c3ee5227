import type { Check, Side, Spec } from './check.ts';
import type { Grade } from './rubric.ts';
import type { Result } from './run-check.ts';

/** A whole run: what was checked, and the results. */
export interface Report {
  readonly dialect: string;
  readonly side: Side;
  readonly spec: Spec;
  /** What was checked, as the user named it: a command line, or HOST:PORT. */
  readonly target: string;
  readonly results: readonly Verdict[];
  readonly grade: Grade | undefined;
  /** Whole milliseconds. */
  readonly ms: number;
}

/** The result of one check in all its runs. */
export interface Verdict {
  readonly check: Check;
  /** `flaky`: it passed in some runs, and not in others. */
  readonly verdict: Result['verdict'] | 'flaky';
  /** The run that is shown: the first that did not pass, otherwise the first. */
  readonly result: Result;
  readonly passes: number;
  readonly runs: number;
}

/** Joins the results of several runs. `runs`: the results of each run, for the same checks in the same order. */
export function verdictsOf(runs: readonly (readonly Result[])[]): readonly Verdict[] {
  const [first = []] = runs;
  return first.map((result, index) => {
    const all = runs.flatMap((run) => run[index] ?? []);
    const passes = all.filter(({ verdict }) => verdict === 'passed').length;
    const shown = all.find(({ verdict }) => verdict !== 'passed') ?? result;
    const verdict = passes > 0 && passes < all.length ? 'flaky' : shown.verdict;
    return { check: result.check, verdict, result: shown, passes, runs: all.length };
  });
}

/** How many checks came to each verdict. */
export function countsOf({ results }: Report): Readonly<Record<Verdict['verdict'], number>> {
  const counts = { passed: 0, failed: 0, flaky: 0, 'not reached': 0, skipped: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** Whether a program passes: nothing failed, and nothing was flaky. */
export const isRight = (report: Report): boolean => {
  const { failed, flaky } = countsOf(report);
  return failed + flaky === 0 && countsOf(report)['not reached'] === 0;
};

/** The points of the checks that passed in every run. */
export const passedIds = (results: readonly Verdict[]): ReadonlySet<string> =>
  new Set(results.filter(({ verdict }) => verdict === 'passed').map(({ check }) => check.id));
