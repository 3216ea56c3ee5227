import { visible } from '#text/visible.ts';

import type { Assignment, HandInResult } from './hand-in-order.ts';
import { diagnosisOf, pointsOf } from './points.ts';

const columns = [
  'name',
  'points',
  'of',
  'passed',
  'failed',
  'flaky',
  'not reached',
  'skipped',
  'first diagnosis',
  'flaky checks',
  'stopped',
  'seconds',
  'isolation',
  'program',
] as const;

/** One row for each hand-in (RFC 4180, UTF-8). */
export function pointsCsv(results: readonly HandInResult[], assignment: Assignment): string {
  const rows = results.map((result): readonly (string | number)[] => {
    const { name, file, counts, flaky, stopped, ms } = result;
    const [points, of] = pointsOf(result, assignment);
    const { passed, failed, flaky: unsure, 'not reached': notReached, skipped } = counts;
    const numbers = [points, of, passed, failed, unsure, notReached, skipped];
    const texts = [diagnosisOf(result), flaky.join(' '), stopped.join('; ')];
    return [name, ...numbers, ...texts, Math.round(ms / 100) / 10, assignment.isolation.level, file];
  });
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Text that a spreadsheet treats as a formula, also after spaces and in full width. */
const formula = /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/;
/** Characters of a cell: a spreadsheet takes 32,767. */
const longest = 2000;

/**
 * A number is written as it is. A text is quoted, on one line, and never a formula: an apostrophe makes it text
 * (OWASP).
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = visible(value).replaceAll('\t', ' ').slice(0, longest);
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
