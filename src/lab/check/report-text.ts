import { wrappedRow } from '#text/wrap-words.ts';
import { visible } from '#text/visible.ts';

import type { Spec } from './check.ts';
import { countsOf, type Report, type Verdict } from './report.ts';
import type { Grade } from './rubric.ts';

/** How a terminal shows parts of a report: plain if colours are off. */
export interface Style {
  /** Sentences are wrapped to this many columns; Infinity where they are not. */
  readonly columns: number;
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

const ansi = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string): string => text;

export const styleFor = (colours: boolean, columns: number = Infinity): Style =>
  colours ? { columns, good: ansi(32), bad: ansi(31), dim: ansi(2) } : { columns, good: plain, bad: plain, dim: plain };

const marks: Readonly<Record<Verdict['verdict'], string>> = {
  passed: '✔',
  failed: '✘',
  flaky: '✘',
  'not reached': '–',
  skipped: '–',
};

const specNames: Readonly<Record<Spec, string>> = {
  code: 'As the original program behaves',
  readme: 'As its description asks for',
};

/** Where the title of a check begins. */
const titleAt = 23;

/** The rows for one check; for a failed one with the expected bytes, the rule, and the likely cause. */
export function rowsOf(verdict: Verdict, spec: Spec, style: Style): readonly string[] {
  const { check, result, passes, runs } = verdict;
  const head = `${marks[verdict.verdict]} ${check.id.padEnd(20)} ${check.title}`;
  const headRows = (row: string): readonly string[] => wrappedRow(row, style.columns, titleAt);
  switch (verdict.verdict) {
    case 'passed':
      return headRows(head).map(style.good);
    case 'not reached': {
      const because = result.verdict === 'not reached' ? result.because.join(', ') : '';
      return headRows(`${head} (not reached: needs ${because})`).map(style.dim);
    }
    case 'skipped':
      return headRows(`${head} (skipped: ${result.verdict === 'skipped' ? visible(result.why) : ''})`).map(style.dim);
    case 'failed':
    case 'flaky': {
      const flaky = verdict.verdict === 'flaky' ? [`    Flaky: passed in ${passes} of ${runs} runs.`] : [];
      return [...headRows(head).map(style.bad), ...flaky, ...failureRows(verdict, spec, style), ''];
    }
  }
}

function failureRows({ check, result }: Verdict, spec: Spec, style: Style): readonly string[] {
  if (result.verdict !== 'failed') return [];
  const { failed, cause } = result;
  const { says, comparison, context, printed, end } = failed;
  const blocks: readonly Block[] = [
    sentence(`${says[0]?.toUpperCase() ?? ''}${visible(says.slice(1))}`),
    { text: comparison.trimEnd() },
    { text: cause === undefined ? '' : `Likely cause: ${cause.trimEnd()}`, isFilled: true },
    sentence(`${specNames[spec]}: ${check.from[spec] ?? ''}`),
    { text: context === '' ? '' : `${contextTitle}\n${context.replace(/^/gm, '  ')}`, isDim: true },
    { text: end === undefined ? '' : `The program ended by itself: ${end}.`, isFilled: true },
    { text: printedRows('standard error', printed.stderr) },
    { text: printedRows('standard output', printed.stdout) },
  ];
  return blocks
    .filter(({ text }) => text !== '')
    .flatMap(({ text, isFilled, isDim }, index) => {
      const rows = text.split('\n').map((row) => (row === '' ? '' : `    ${visible(row)}`));
      const wrapped = isFilled === true ? rows.flatMap((row) => wrappedRow(row, style.columns, 4)) : rows;
      return [...(index === 0 ? [] : ['']), ...(isDim === true ? wrapped.map(style.dim) : wrapped)];
    });
}

/** `isFilled`: sentences, to be wrapped to the width of a terminal. */
interface Block {
  readonly text: string;
  readonly isFilled?: boolean;
  readonly isDim?: boolean;
}

/** It ends with one full stop. */
const sentence = (text: string): Block => ({ text: `${text}.`.replace(/\.\.$/, '.'), isFilled: true });

const contextTitle = 'How the conversation should go, up to there:';

/** Lines shown of what a program printed last. */
const maxPrinted = 12;

function printedRows(where: string, text: string): string {
  const rows = text.trimEnd().split(/\r?\n/);
  if (rows.length === 1 && rows[0] === '') return '';
  const last = rows.slice(-maxPrinted);
  const left = rows.length - last.length;
  return [`The program printed ${left > 0 ? 'last ' : ''}on ${where}:`, ...last.map((row) => `  ${row}`)].join('\n');
}

/** The last rows: how many checks passed, which to look at first, and the points. */
export function summaryRows(report: Report): readonly string[] {
  const { passed, failed, flaky, 'not reached': notReached, skipped } = countsOf(report);
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    ...(notReached > 0 ? [`${notReached} not reached`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const first = report.results.find(({ verdict }) => verdict === 'failed' || verdict === 'flaky');
  const hint = first && notReached > 0 ? [`Begin with ${first.check.id}: the others need it.`] : [];
  return ['', `${counts.join(', ')}, in ${(report.ms / 1000).toFixed(1)} s.`, ...hint, ...gradeRows(report.grade)];
}

function gradeRows(grade: Grade | undefined): readonly string[] {
  if (!grade) return [];
  const width = Math.max(...grade.lines.map(({ name }) => name.length));
  const rows = grade.lines.map(
    ({ name, got, points }) => `  ${visible(name).padEnd(width)}  ${show(got)} / ${show(points)}`,
  );
  return ['', ...rows, `Points: ${show(grade.points)} of ${show(grade.of)}`];
}

const show = (points: number): string => String(Math.round(100 * points) / 100);
