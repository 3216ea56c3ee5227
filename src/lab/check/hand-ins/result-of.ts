import { captureOf, mermaidOf, svgOf } from '#lab/check/exchange-files.ts';
import { countsOf, type Report } from '#lab/check/report.ts';
import { jsonReport } from '#lab/check/report-formats.ts';
import { rowsOf, styleFor, summaryRows } from '#lab/check/report-text.ts';

import type { HandInResult, Order, ReportFile } from './hand-in-order.ts';

/** The port that a capture shows where each check had another one. */
const shownPort = 43_221;

/** A report as plain data, with the files of its folder. */
export function resultOf(report: Report, { name, files, assignment }: Order, stopped: readonly string[]): HandInResult {
  const { results, spec } = report;
  const first = results.find(({ verdict }) => verdict === 'failed' || verdict === 'flaky');
  const failed = first?.result.verdict === 'failed' ? first.result : undefined;
  const json = jsonReport(report);
  const style = styleFor(false);
  const rows = [
    `${name} (${files.file})`,
    '',
    ...results.flatMap((verdict) => rowsOf(verdict, spec, style)),
    ...summaryRows(report),
    ...stopped.map((sentence) => `Stopped: ${sentence}.`),
    '',
  ];
  const began = BigInt(Date.now()) * 1_000_000n;
  const evidence = results.flatMap(({ check, result }): readonly ReportFile[] => {
    if (result.verdict !== 'failed') return [];
    const { exchange } = result.failed;
    const capture = captureOf(exchange, assignment.port ?? shownPort, began, assignment.writer);
    return [
      { name: `${check.id}.pcapng`, content: capture },
      { name: `${check.id}.mmd`, content: mermaidOf(exchange) },
      { name: `${check.id}.svg`, content: svgOf(exchange) },
    ];
  });
  return {
    name,
    file: files.file,
    counts: countsOf(report),
    grade: report.grade,
    first: first && {
      id: first.check.id,
      says: failed?.failed.says ?? 'it passes only sometimes',
      cause: failed?.cause,
    },
    flaky: results.filter(({ verdict }) => verdict === 'flaky').map(({ check }) => check.id),
    stopped,
    problem: undefined,
    ms: report.ms,
    report: JSON.parse(json),
    files: [{ name: 'report.txt', content: rows.join('\n') }, { name: 'report.json', content: json }, ...evidence],
  };
}
