import { readFileSync } from 'node:fs';

import { parseRubric, type Rubric, RubricError } from '#lab/check/rubric.ts';
import { suites } from '#lab/check/suites.ts';
import { UsageError } from '#server/command.ts';

/** The rubric in a file; undefined where none is asked for. Throws `UsageError`. */
export function readRubric(path: string | undefined): Rubric | undefined {
  if (path === undefined) return undefined;
  const known = new Set(suites.flatMap(({ checks }) => checks.map(({ id }) => id)));
  try {
    return parseRubric(readFileSync(path, 'utf8'), known);
  } catch (error) {
    if (error instanceof RubricError) throw new UsageError(`${path}: ${error.message}`);
    throw new UsageError(
      `the rubric ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
