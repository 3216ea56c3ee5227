import { formatBytes } from '#lab/bytes.ts';

import { countsOf, type Report, type Verdict } from './report.ts';

/** The report as one JSON value: see `docs/checking.md`. */
export function jsonReport(report: Report): string {
  const { dialect, side, spec, target, ms, grade } = report;
  const checks = report.results.map(jsonOf(report));
  return `${JSON.stringify({ dialect, side, spec, target, ms, counts: countsOf(report), checks, points: grade }, undefined, 2)}\n`;
}

const jsonOf =
  ({ spec }: Report) =>
  ({ check, verdict, result, passes, runs }: Verdict): unknown => ({
    id: check.id,
    title: check.title,
    specification: check.from[spec],
    verdict,
    ...(runs > 1 && { passes, runs }),
    ...('ms' in result && { ms: result.ms }),
    ...(result.verdict === 'not reached' && { because: result.because }),
    ...(result.verdict === 'skipped' && { why: result.why }),
    ...(result.verdict === 'failed' && {
      says: result.failed.says,
      cause: result.cause,
      heard: formatBytes(result.failed.heard.slice(0, maxShown)),
      comparison: result.failed.comparison,
      end: result.failed.end,
      printed: result.failed.printed,
    }),
  });

/** Bytes shown of what was received. */
const maxShown = 2000;

/** TAP 14 (https://testanything.org/tap-version-14-specification.html). */
export function tapReport({ results, spec }: Report): string {
  const rows = results.flatMap(({ check, verdict, result }, index) => {
    const ok = verdict === 'failed' || verdict === 'flaky' || verdict === 'not reached' ? 'not ok' : 'ok';
    const skip = result.verdict === 'skipped' ? ` # SKIP ${tapText(result.why)}` : '';
    const line = `${ok} ${index + 1} - ${tapText(`${check.id}: ${check.title}`)}${skip}`;
    if (ok === 'ok') return [line];
    const says =
      result.verdict === 'failed'
        ? { message: result.failed.says, cause: result.cause, specification: check.from[spec] }
        : { message: result.verdict === 'not reached' ? `not reached: needs ${result.because.join(', ')}` : 'flaky' };
    const yaml = Object.entries(says).flatMap(([key, value]) =>
      value === undefined ? [] : [`  ${key}: ${JSON.stringify(value)}`],
    );
    return [line, '  ---', ...yaml, '  ...'];
  });
  return ['TAP version 14', `1..${results.length}`, ...rows, ''].join('\n');
}

const tapText = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ').replaceAll('#', '\\#');

/** JUnit XML, as continuous-integration servers read it. */
export function junitReport(report: Report): string {
  const { dialect, side, spec, ms } = report;
  const { failed, flaky, skipped, 'not reached': notReached } = countsOf(report);
  const name = `${dialect}.${side}.${spec}`;
  const cases = report.results.map((verdict) => junitCase(name, verdict));
  const head = `tests="${report.results.length}" failures="${failed + flaky}" skipped="${skipped + notReached}" time="${ms / 1000}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${head}>`,
    `  <testsuite name="${xml(name)}" errors="0" ${head}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function junitCase(suite: string, { check, verdict, result, passes, runs }: Verdict): string {
  const time = 'ms' in result ? ` time="${result.ms / 1000}"` : '';
  const head = `    <testcase classname="${xml(suite)}" name="${xml(`${check.id}: ${check.title}`)}"${time}`;
  if (verdict === 'passed') return `${head}/>`;
  if (result.verdict === 'not reached')
    return `${head}><skipped message="${xml(`needs ${result.because.join(', ')}`)}"/></testcase>`;
  if (result.verdict === 'skipped') return `${head}><skipped message="${xml(result.why)}"/></testcase>`;
  if (result.verdict !== 'failed') return `${head}/>`;
  const { says, comparison, printed, context } = result.failed;
  const flaky = verdict === 'flaky' ? `flaky: passed in ${passes} of ${runs} runs. ` : '';
  const text = [result.cause ?? '', comparison, context].filter((each) => each !== '').join('\n\n');
  const out = printed.stdout === '' ? '' : `<system-out>${xml(printed.stdout)}</system-out>`;
  const err = printed.stderr === '' ? '' : `<system-err>${xml(printed.stderr)}</system-err>`;
  return `${head}><failure message="${xml(flaky + says)}">${xml(text)}</failure>${out}${err}</testcase>`;
}

/** XML 1.0 cannot contain most control characters, so they become U+FFFD. */
const xml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
