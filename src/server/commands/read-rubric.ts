import { readFileSync } from 'node:fs';

import { checksFor, type Spec, type Suite } from '#lab/check/check.ts';
import { parseRubric, type Rubric, RubricError } from '#lab/check/rubric.ts';
import { UsageError } from '#server/command.ts';
import { systemReason } from '#text/system-reason.ts';

interface RubricOptions {
  readonly rubric: string | undefined;
  readonly suite: Suite;
  readonly spec: Spec;
}

/** Reads the rubric for these checks from a file; undefined without the option. Throws `UsageError`. */
export function readRubric({ rubric: path, suite, spec }: RubricOptions): Rubric | undefined {
  if (path === undefined) return undefined;
  const known = new Set(checksFor(suite, spec).map(({ id }) => id));
  try {
    return parseRubric(readFileSync(path, 'utf8'), known, ` for a ${suite.side} of ${suite.dialect} in --spec ${spec}`);
  } catch (error) {
    if (error instanceof RubricError) throw new UsageError(`${path}: ${error.message}`);
    throw new UsageError(`the rubric ${path} cannot be read: ${systemReason(error)}.`);
  }
}
