import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { captureOf, mermaidOf, svgOf } from '#lab/check/exchange-files.ts';
import { listRows } from '#lab/check/list-text.ts';
import { isRight, passedIds, type Report, type Verdict, verdictsOf } from '#lab/check/report.ts';
import { jsonReport, junitReport, tapReport } from '#lab/check/report-formats.ts';
import { rowsOf, styleFor, summaryRows } from '#lab/check/report-text.ts';
import { grade, type Rubric } from '#lab/check/rubric.ts';
import type { Result } from '#lab/check/run-check.ts';
import { runChecks } from '#lab/check/run-checks.ts';
import { type Command, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { version } from '#server/version.ts';

import { personAt, readByHandOptions } from './check-by-hand.ts';
import { checkHandIns } from './check-hand-ins.ts';
import { handInsOptions } from './check-hand-ins-options.ts';
import { checkOptions, type CheckOptions, readCheckOptions } from './check-options.ts';
import { readRubric } from './read-rubric.ts';
import { type StandardOutput, standardOutput } from './standard-output.ts';
import { requireWritable } from './writable-outputs.ts';

/** `polylogue check`: checks whether a program keeps its protocol, and gives hints. */
export const checkCommand: Command = {
  name: 'check',
  args: 'DIALECT [HOST:PORT | -- PROGRAM [ARG …]]',
  count: [1, Infinity],
  summary: 'check your own server or client, with hints',
  about:
    'Starts your server afresh for each check ({port} in its arguments is the port it shall listen on), plays the\n' +
    'clients, and says in plain words what was expected, what came, which sentence of the specification says so, and the\n' +
    'likely cause. A check that depends on a failed one is "not reached", and not counted as failed.\n\n' +
    '--spec code checks for the behaviour of the original program, --spec readme for the rules of its description.\n\n' +
    '--all checks a whole class; the programs are isolated from each other and from your files. (docs/grading.md)\n\n' +
    'Exit code 0: all checks passed. 1: not all did. (docs/checking.md)',
  options: { ...checkOptions, ...handInsOptions },
  examples: [
    'polylogue check nick -- ./server.py {port}',
    'polylogue check nick 127.0.0.1:43221',
    'polylogue check nick --list',
    'polylogue check nick --rubric rubric.txt -- java Server {port}',
    'polylogue check nick --client --by-hand',
    "polylogue check nick --all 'submissions/*/server.py' --csv points.csv",
    "polylogue check nick --all hw1 --build 'javac *.java' -- java Server {port}",
  ],
  run: async (given, stdio) => {
    const { all, list: isList, ...others } = given.values;
    if (all !== undefined && isList !== true) return await checkHandIns(given, stdio);
    const lonely = Object.keys(handInsOptions).find((flag) => others[flag] !== undefined);
    if (lonely !== undefined && all === undefined) throw new UsageError(`--${lonely} belongs to --all.`);
    if (others['by-hand'] !== true || isList === true) return await checkOne(readCheckOptions(given), stdio);
    const person = personAt(stdio);
    try {
      return await checkOne(readByHandOptions(given, person), stdio);
    } finally {
      person.leave();
    }
  },
};

async function checkOne(options: CheckOptions, stdio: Stdio): Promise<number> {
  const output = standardOutput(stdio.stdout);
  if (options.list) return await list(options, output);
  const rubric = readRubric(options);
  requireWritable({ files: { junit: options.junit }, directories: { evidence: options.evidence } });
  const signals = options.stop && stopSignals(() => {}, stdio.signals);
  void signals?.first.then(() => {
    options.stop?.abort();
    // A second Ctrl-C ends at once.
    signals.forget();
  });
  const report = await runAll(options, rubric, output);
  signals?.forget();
  if (options.stop?.signal.aborted) {
    await output.end();
    stdio.stderr.write('Stopped before all checks were done.\n');
    return interrupted;
  }
  if (options.format !== 'text') await output.write(formats[options.format](report));
  else
    await output.write(
      summaryRows(report)
        .map((row) => `${row}\n`)
        .join(''),
    );
  await output.end();
  if (options.junit !== undefined) writeFileSync(options.junit, junitReport(report));
  if (options.evidence !== undefined) keepEvidence(options.evidence, report, options.port);
  return isRight(report) ? 0 : 1;
}

/** The exit code with which shells report Ctrl-C. */
const interrupted = 130;

const formats = { json: jsonReport, tap: tapReport } as const;

/** All checks of the suite, each with the sentences of the specification it comes from. */
async function list({ suite, format }: CheckOptions, output: StandardOutput): Promise<number> {
  if (format === 'json') {
    const checks = suite.checks.map(({ id, title, from, needs, rows }) => ({ id, title, from, needs, rows }));
    await output.write(`${JSON.stringify(checks, undefined, 2)}\n`);
  } else
    await output.write(
      listRows(suite)
        .map((row) => `${row}\n`)
        .join(''),
    );
  await output.end();
  return 0;
}

/** Runs everything `repeat` times, and shows each result as soon as it is known. */
async function runAll(options: CheckOptions, rubric: Rubric | undefined, output: StandardOutput): Promise<Report> {
  const { suite, spec, target, times, repeat } = options;
  const began = performance.now();
  const style = styleFor(output.colours, output.columns);
  const show = (result: Result): void => {
    // The results of a program that we stopped mean nothing.
    if (options.format !== 'text' || repeat > 1 || options.stop?.signal.aborted) return;
    const [verdict] = verdictsOf([[result]]);
    if (verdict) void showVerdict(verdict);
  };
  const showVerdict = async (verdict: Verdict): Promise<void> => {
    await output.write(
      rowsOf(verdict, spec, style)
        .map((row) => `${row}\n`)
        .join(''),
    );
    await output.end();
  };
  const runs: (readonly Result[])[] = [];
  for (let run = 0; run < repeat; run++)
    runs.push(await runChecks(target, suite, spec, times, show, options.stop?.signal));
  const results = verdictsOf(runs);
  if (options.format === 'text' && repeat > 1) for (const verdict of results) await showVerdict(verdict);
  return {
    dialect: suite.dialect,
    side: suite.side,
    spec,
    target: options.named,
    results,
    grade: rubric && grade(rubric, passedIds(results)),
    ms: Math.round(performance.now() - began),
  };
}

/** The exchange of each check that failed, as a capture, a Mermaid diagram and a picture. */
function keepEvidence(dir: string, { results }: Report, port: number | undefined): void {
  mkdirSync(dir, { recursive: true });
  for (const { check, result } of results) {
    if (result.verdict !== 'failed') continue;
    const { exchange } = result.failed;
    const began = BigInt(Date.now()) * 1_000_000n;
    writeFileSync(
      join(dir, `${check.id}.pcapng`),
      captureOf(exchange, port ?? defaultPort, began, `Polylogue ${version}`),
    );
    writeFileSync(join(dir, `${check.id}.mmd`), mermaidOf(exchange));
    writeFileSync(join(dir, `${check.id}.svg`), svgOf(exchange));
  }
}

/** The port that a capture shows where each check had another one. */
const defaultPort = 43_221;
