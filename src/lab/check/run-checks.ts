import { type Check, checksFor, type Spec, type Suite } from './check.ts';
import { type Result, runCheck, type Times } from './run-check.ts';
import type { Target } from './target.ts';

/** How many programs run at a time, where each check has its own. */
const atOnce = 3;

/**
 * Runs a suite's checks for a spec, each once all it needs have passed; what needs one that failed is not reached. Calls
 * `done` with each result as soon as it and all before it are known, in the order of the suite.
 */
export async function runChecks(
  target: Target,
  suite: Suite,
  spec: Spec,
  times: Times,
  done: (result: Result) => void = () => {},
): Promise<readonly Result[]> {
  const checks = checksFor(suite, spec);
  const results = new Map<string, Result>();
  const waiting = new Set(checks);
  let shown = 0;
  /** The check at which a server that ran already accepted no connection any more. */
  let gone: string | undefined;
  const show = (): void => {
    for (let check = checks[shown]; check; check = checks[shown]) {
      const result = results.get(check.id);
      if (!result) return;
      done(result);
      shown++;
    }
  };
  const known = new Set(checks.map(({ id }) => id));
  const isReady = (check: Check): boolean => check.needs.every((id) => results.has(id) || !known.has(id));

  async function work(): Promise<void> {
    for (;;) {
      const next = [...waiting].find(isReady);
      if (!next) return;
      waiting.delete(next);
      results.set(next.id, await resultOf(next));
      show();
    }
  }

  async function resultOf(check: Check): Promise<Result> {
    const because = gone === undefined ? check.needs.filter((id) => stopsOthers(results.get(id))) : [gone];
    if (because.length > 0) return { verdict: 'not reached', check, because };
    const result = await runCheck(target, suite, check, times);
    if (target.isRunning === true && result.verdict === 'failed' && result.failed.isUnreached) gone = check.id;
    return result;
  }

  while (waiting.size > 0) {
    await Promise.all(Array.from({ length: target.parallel ? atOnce : 1 }, work));
  }
  return checks.flatMap(({ id }) => results.get(id) ?? []);
}

const stopsOthers = (result: Result | undefined): boolean =>
  result?.verdict === 'failed' || result?.verdict === 'not reached';
