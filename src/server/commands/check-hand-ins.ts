import { spawnSync } from 'node:child_process';

import { findIsolation } from '#lab/check/confine/find-isolation.ts';
import type { Isolation } from '#lab/check/confine/isolation.ts';
import { classJson } from '#lab/check/hand-ins/class-json.ts';
import { classRow, handInRows, isolationRows } from '#lab/check/hand-ins/class-rows.ts';
import type { Assignment, HandInResult } from '#lab/check/hand-ins/hand-in-order.ts';
import { isRight } from '#lab/check/hand-ins/points.ts';
import { pointsCsv } from '#lab/check/hand-ins/points-csv.ts';
import { writeReports } from '#lab/check/hand-ins/report-folders.ts';
import { runHandIns, type Telling } from '#lab/check/hand-ins/run-hand-ins.ts';
import { visiblePrograms } from '#lab/check/hand-ins/visible-programs.ts';
import { styleFor } from '#lab/check/report-text.ts';
import { type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { version } from '#server/version.ts';
import { visible } from '#text/visible.ts';

import { type HandInsOptions, jobsOf, readHandInsOptions } from './check-hand-ins-options.ts';
import { type Progress, showProgress } from './progress.ts';
import { readRubric } from './read-rubric.ts';
import { type StandardOutput, standardOutput } from './standard-output.ts';
import { requireWritable } from './writable-outputs.ts';
import { writeWhole } from './write-files.ts';

/** The exit code with which shells report SIGINT. */
const interrupted = 130;

/** `polylogue check DIALECT --all`: checks a class, and gives points. */
export async function checkHandIns(given: Given, { stdout, stderr }: Stdio): Promise<number> {
  const options = readHandInsOptions(given);
  const assignment = await assignmentOf(options);
  requireWritable({ files: { csv: options.csv }, directories: { reports: options.reports } });
  const { isolation } = assignment;
  const output = standardOutput(stdout);
  const jobs = jobsOf(options, isolation.level);
  const write = async (rows: readonly string[]): Promise<void> => {
    if (options.format !== 'text') return;
    await output.write(rows.map((row) => `${row}\n`).join(''));
    await output.end();
  };
  const count = options.handIns.length;
  await write([`${count} hand-in${count === 1 ? '' : 's'}, ${jobs} at a time.`, ...isolationRows(isolation), '']);
  const began = performance.now();
  const stop = new AbortController();
  const signals = stopSignals(() => {});
  void signals.first.then(() => stop.abort());
  using progress = showProgress(stderr);
  const results = await runHandIns(
    assignment,
    options.handIns,
    jobs,
    tellingOf(options, assignment, output, progress, write),
    stop.signal,
  );
  signals.forget();
  const ms = Math.round(performance.now() - began);
  const done = stop.signal.aborted ? results.filter(({ report }) => report !== undefined) : results;
  await keep(options, assignment, done);
  if (options.format === 'json') await output.write(classJson(assignment, done, ms));
  await output.end();
  if (stop.signal.aborted) {
    stderr.write(`Stopped: ${done.length} of ${count} hand-ins were checked.\n`);
    return interrupted;
  }
  await write(['', classRow(results, ms), ...whereRows(options)]);
  return results.every(isRight) ? 0 : 1;
}

async function assignmentOf(options: HandInsOptions): Promise<Assignment> {
  const { suite, spec, transport, times, repeat, port, startTimeout, pause, limits, longestInAll, handIns } = options;
  const rubric = readRubric(options);
  const isolation: Isolation = await findIsolation(options.level).catch((error: unknown) => {
    throw new UsageError(`--isolation: ${error instanceof Error ? error.message : String(error)}.`);
  });
  const commands = handIns.flatMap(({ start }) => start?.line[0] ?? []);
  const { dialect, side } = suite;
  return {
    ...{ dialect, side, spec, transport, times, repeat, rubric, port, startTimeout, pause, limits, isolation },
    ...visiblePrograms([...commands, 'python3']),
    longest: longestInAll,
    hasPrlimit: spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0,
    writer: `Polylogue ${version}`,
  };
}

/** Shows each hand-in when it is done, and on a terminal the progress. */
function tellingOf(
  { handIns, format }: HandInsOptions,
  assignment: Assignment,
  { colours, columns }: StandardOutput,
  progress: Progress,
  write: (rows: readonly string[]) => Promise<void>,
): Telling {
  const style = styleFor(colours, columns);
  const width = Math.min(40, Math.max(...handIns.map(({ handIn }) => visible(handIn.name).length)));
  const running = new Map<string, string>();
  let done = 0;
  return {
    checked(name, id) {
      running.set(name, id);
      const now = [...running].map(([who, which]) => `${visible(who)} (${which})`).join(', ');
      progress.tell(`${done} of ${handIns.length}: ${now}`.slice(0, (process.stderr.columns ?? 80) - 1));
    },
    done(result) {
      running.delete(result.name);
      done++;
      if (format !== 'text') return;
      progress.clear();
      void write(handInRows(result, assignment, width, style));
    },
  };
}

async function keep(
  { csv, reports }: HandInsOptions,
  assignment: Assignment,
  results: readonly HandInResult[],
): Promise<void> {
  if (reports !== undefined) writeReports(reports, results);
  if (csv === undefined) return;
  await writeWhole([{ file: csv, mode: 0o644, pieces: [pointsCsv(results, assignment)] }], true);
}

const whereRows = ({ csv, reports }: HandInsOptions): readonly string[] => [
  ...(csv === undefined ? [] : [`Points: ${csv}`]),
  ...(reports === undefined ? [] : [`Reports: ${reports}`]),
];
