import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { specs, type Spec, type Suite } from './check.ts';
import type { Target } from './target.ts';
import type { Result } from './run-check.ts';
import { runChecks } from './run-checks.ts';
import { type FakeServer, runningTarget } from './fake-server.suite.ts';

/** Enough for the slowest machine: of a right program nothing waits for it. */
const times = { timeout: 60_000, silence: 20, longest: 100_000 } as const;
/** A program with a fault may be silent, and each time that is waited for. */
const short = { timeout: 4000, silence: 20, longest: 60_000 } as const;

/** What a program with one fault fails: the first check of all, and the likely cause that is named. */
export interface FaultCase<F extends string> {
  readonly fault: F;
  readonly spec?: Spec;
  readonly first: string;
  readonly cause: RegExp;
}

/** A server that runs already, and keeps the names of those who broke off, passes a spec twice. */
export function runningSuite(checked: Suite, server: FakeServer): void {
  test(`a ${checked.dialect} server that runs already passes twice`, async () => {
    const left: FakeServer['left'] = (client, how) => how === 'ended' && server.left(client, how);
    const target = runningTarget({ ...server, left });
    for (let run = 0; run < 2; run++) {
      const results = await runChecks(target, checked, 'code', times);
      const failed = results.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'skipped');
      assert.deepEqual(
        failed.map(({ check }) => check.id),
        [],
      );
    }
  });
}

/**
 * A suite's checks against a small program: without a fault it passes both specs; with each of its faults, the first
 * check that fails is the one that names the cause.
 */
export function faultsSuite<F extends string>(
  checked: Suite,
  target: (fault?: F) => Target,
  cases: readonly FaultCase<F>[],
): void {
  /** `last`: the id of the last check that is run. */
  const run = (
    spec: Spec,
    within: typeof times | typeof short,
    fault?: F,
    last?: string,
  ): Promise<readonly Result[]> => {
    const end = checked.checks.findIndex(({ id }) => id === last) + 1;
    const checks = end === 0 ? checked.checks : checked.checks.slice(0, end);
    return runChecks(target(fault), { ...checked, checks }, spec, within);
  };

  suite(`checks of a ${checked.dialect} ${checked.side}`, { concurrency: true }, () => {
    for (const spec of specs) {
      test(`a right one passes ${spec}`, async () => {
        const results = await run(spec, times);
        const wrong = results.filter(({ verdict }) => verdict !== 'passed');
        assert.deepEqual(
          wrong.map(({ check, verdict }) => `${check.id}: ${verdict}`),
          [],
        );
        assert.ok(results.length > 0);
      });
    }
    for (const { fault, spec = 'readme', first, cause } of cases) {
      test(`${fault}: ${first} names the cause`, async () => {
        const failedIn = async (within: typeof times | typeof short) =>
          (await run(spec, within, fault, first)).find(({ verdict }) => verdict === 'failed');
        let failed = await failedIn(short);
        // An earlier check that failed may have been too slow here.
        if (failed && failed.check.id !== first) failed = await failedIn(times);
        assert.ok(failed?.verdict === 'failed', 'nothing failed');
        assert.equal(failed.check.id, first, failed.failed.says);
        assert.match(failed.cause ?? '', cause);
      });
    }
    test('ids are unique, and what a check needs stands before it', () => {
      const seen = new Set<string>();
      for (const { id, needs } of checked.checks) {
        assert.ok(!seen.has(id), id);
        for (const needed of needs) assert.ok(seen.has(needed), `${id} needs ${needed}`);
        seen.add(id);
      }
    });
  });
}
