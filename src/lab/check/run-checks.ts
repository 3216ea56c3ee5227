import { type Check, checksFor, type Spec, type Suite } from './check.ts';
import { type Result, runCheck, type Times } from './run-check.ts';
import type { Target } from './target.ts';

/** The number of programs that run at the same time, if each check has its own. */
const atOnce = 3;

/**
 * Runs the checks of a suite for a spec. A check starts when all the checks it needs have passed; if one of them
 * failed, it is not reached. Calls `done` with each result, in the order of the suite, as soon as possible. Once `stop` is
 * aborted, no more checks start.
 */
export async function runChecks(
  target: Target,
  suite: Suite,
  spec: Spec,
  times: Times,
  done: (result: Result) => void = () => {},
  stop?: AbortSignal,
): Promise<readonly Result[]> {
  const checks = checksFor(suite, spec);
  const results = new Map<string, Result>();
  const waiting = new Set(checks);
  let shown = 0;
  /** The check at which a server that we did not start stopped accepting connections. */
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
      if (!next || stop?.aborted) return;
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

  while (waiting.size > 0 && !stop?.aborted) {
    await Promise.all(Array.from({ length: target.parallel ? atOnce : 1 }, work));
  }
  return checks.flatMap(({ id }) => results.get(id) ?? []);
}

const stopsOthers = (result: Result | undefined): boolean =>
  result?.verdict === 'failed' || result?.verdict === 'not reached';
