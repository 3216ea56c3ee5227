import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Suite } from '#lab/check/check.ts';
import { clientTarget } from '#lab/check/client-target.ts';
import { confine } from '#lab/check/confine/confine.ts';
import { copyHandIn, makeExecutable, sizeOf } from '#lab/check/confine/hand-in-copy.ts';
import { Stops } from '#lab/check/confine/isolation.ts';
import { networkAttempts } from '#lab/check/confine/network-attempts.ts';
import { overQuic, overTcp } from '#lab/check/connect-server.ts';
import { passedIds, type Report, type Verdict, verdictsOf } from '#lab/check/report.ts';
import { grade } from '#lab/check/rubric.ts';
import type { Result } from '#lab/check/run-check.ts';
import { runChecks } from '#lab/check/run-checks.ts';
import { suiteFor } from '#lab/check/suites.ts';
import { CannotStart, programTarget, type Target } from '#lab/check/target.ts';
import type { CommandLine, Confinement } from '#lab/confinement.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

import { buildHandIn } from './build-hand-in.ts';
import { type HandInResult, type Order, unchecked } from './hand-in-order.ts';
import { resultOf } from './result-of.ts';

/** Files in a program's directory, for an assignment over QUIC. */
const [certFile, keyFile] = ['polylogue-certificate.pem', 'polylogue-private-key.pem'];

/** Checks one hand-in, in this process and its namespaces. `told`: each result as soon as it is known. */
export async function checkHandIn(order: Order, told: (result: Result) => void): Promise<HandInResult> {
  const { assignment, name, files } = order;
  const { dialect, side, spec, times, repeat, rubric, longest } = assignment;
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const suite = suiteFor(dialect, side);
  if (!suite) throw new Error(`there are no checks for a ${side} of ${dialect}`);
  const stops = new Stops();
  const attemptsBefore = networkAttempts();
  let place: Prepared;
  try {
    place = await prepare(order, stops);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...unchecked(name, files.file, problem, elapsed()), stopped: stops.sentences };
  }
  const target = untilDeadline(
    targetOf(order, suite, place),
    performance.now() + longest * repeat,
    longest * repeat,
    stops,
  );
  const runs: (readonly Result[])[] = [];
  for (let run = 0; run < repeat; run++) runs.push(await runChecks(target, suite, spec, times, told));
  const attempts = networkAttempts() - attemptsBefore;
  if (assignment.isolation.level !== 'group' && attempts > 0) stops.note('network', `it tried to reach other machines`);
  const results: readonly Verdict[] = verdictsOf(runs);
  const report: Report = {
    dialect,
    side,
    spec,
    target: name,
    results,
    grade: rubric && grade(rubric, passedIds(results)),
    ms: elapsed(),
  };
  return resultOf(report, order, stops.sentences);
}

interface Prepared {
  readonly confinement: Confinement;
  readonly cert: string;
  readonly key: string;
}

/** Copies the hand-in and builds it. Rejects with an error whose message is a sentence. */
async function prepare(order: Order, stops: Stops): Promise<Prepared> {
  const { assignment, files, base, user, mark, build } = order;
  const { isolation, limits, shown, path, environment, hasPrlimit, transport } = assignment;
  sizeOf(files);
  const { cert, key } = transport === 'quic' ? selfSigned(Date.now()) : { cert: '', key: '' };
  const bounds = { isolation, limits, stops, base, user, shown, path, environment, mark, hasPrlimit };
  let fill = (dir: string): void => {
    copyHandIn(files, dir);
    makeExecutable(dir, files.file);
    if (transport !== 'quic') return;
    const place = join(dir, dirname(files.file));
    writeFileSync(join(place, certFile), cert);
    writeFileSync(join(place, keyFile), key);
  };
  const confinement = confine({ ...bounds, fill: (dir) => fill(dir) });
  if (build !== undefined) {
    const dir = await buildHandIn(confinement, inPlace(['/bin/sh', '-c', build], files.file));
    fill = (to) => copyHandIn({ folder: join(dir, 'work'), file: files.file, whole: true }, to);
  }
  return { confinement, cert, key };
}

/** Runs a command in the directory of the hand-in's program. */
function inPlace(line: CommandLine, file: string): CommandLine {
  const place = dirname(file);
  return place === '.' ? line : ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', place, ...line];
}

function targetOf({ assignment, line, files }: Order, suite: Suite, { confinement, cert, key }: Prepared): Target {
  const { side, port, startTimeout, pause, transport } = assignment;
  const placed = inPlace(line, files.file).map((word) =>
    word.replaceAll('{cert}', certFile).replaceAll('{key}', keyFile),
  );
  const [command = '', ...args] = placed;
  const isQuic = transport === 'quic' && suite.alpn !== undefined;
  if (side === 'client') {
    const quic = isQuic ? { cert, key, certFile, alpn: suite.alpn ?? '' } : undefined;
    return clientTarget({ path: command, args, confinement }, startTimeout, port, quic);
  }
  const reach = isQuic ? overQuic(cert, suite.alpn ?? '') : overTcp;
  return programTarget({ path: command, args, port, startTimeout, confinement }, pause, reach);
}

/** A target that starts nothing after its time limit. */
function untilDeadline(target: Target, deadline: number, longest: number, stops: Stops): Target {
  return {
    parallel: target.parallel,
    async begin(dialect, exchange) {
      if (performance.now() < deadline) return await target.begin(dialect, exchange);
      const seconds = Math.round(longest / 1000);
      stops.note('time', `its checks took more than ${seconds} s, the rest was not run`);
      throw new CannotStart(`its time was over: the checks before took ${seconds} s`);
    },
  };
}
