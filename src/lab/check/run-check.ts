import { formatLine } from '#lab/transcript-line.ts';
import type { Actor } from '#lab/actor.ts';
import { comparison, Disagreement } from '#lab/transcript-failure.ts';
import { runTranscript } from '#lab/run-transcript.ts';
import { unsupportedLine } from '#lab/transcript-server.ts';
import { type Transcript, TranscriptError } from '#lab/transcript.ts';

import type { Check, Hint, Side, Suite } from './check.ts';
import { Exchange } from './exchange.ts';
import { endedHint } from './crashes.ts';
import { createClientScene } from './client-scene.ts';
import type { Failed } from './failed-check.ts';
import { closedHint, commonHints, crashHints, lastHints, startHints } from './hints.ts';
import { type Renaming, renamedTranscript } from './name-suffixes.ts';
import { createScene, Fault } from './scene.ts';
import { CannotStart, type Running, type Target } from './target.ts';

/** The result of one check. */
export type Result =
  | { readonly verdict: 'passed'; readonly check: Check; readonly ms: number; readonly exchange: Exchange }
  | {
      readonly verdict: 'failed';
      readonly check: Check;
      readonly ms: number;
      readonly failed: Failed;
      readonly cause: string | undefined;
    }
  /** `because`: the ids of the failed checks that it needs. */
  | { readonly verdict: 'not reached'; readonly check: Check; readonly because: readonly string[] }
  /** The check cannot be run here: `why` is a sentence. */
  | { readonly verdict: 'skipped'; readonly check: Check; readonly why: string };

/** Times in milliseconds. */
export interface Times {
  /** The time for each step. */
  readonly timeout: number;
  /** How long nothing may come where silence is expected. */
  readonly silence: number;
  /** The time for a whole check. */
  readonly longest: number;
}

/** How long to wait for error output of a program that failed: if it has closed no link, and if it has closed one. */
const [lastWords, leaving] = [200, 1500];

/** Runs one check of a suite against a fresh start of the target. */
export async function runCheck(target: Target, suite: Suite, check: Check, times: Times): Promise<Result> {
  const began = performance.now();
  const ms = (): number => Math.round(performance.now() - began);
  const exchange = new Exchange();
  let running: Running | undefined;
  // The program is ended before its links, because it would print errors about them.
  const failing = async (): Promise<void> => {
    await running?.finish(running.isLeaving ? leaving : lastWords);
  };
  try {
    running = await target.begin(suite.dialect, exchange);
    const lack = lackOf(check, running);
    if (lack) return { verdict: 'skipped', check, why: lack };
    const late = new Fault({ says: `the check is not done after ${Math.round(times.longest / 1000)} s` });
    await within(times.longest, late, perform(check, running, suite, times, failing));
    return { verdict: 'passed', check, ms: ms(), exchange };
  } catch (error) {
    await failing();
    const failed = failedBy(error, check, exchange, running);
    return { verdict: 'failed', check, ms: ms(), failed, cause: causeOf(failed, check, suite) };
  } finally {
    await running?.close();
  }
}

/** `failing`: called when the check fails, while the links are still open. */
async function perform(
  check: Check,
  running: Running,
  { dialect, rename }: Suite,
  times: Times,
  failing: () => Promise<void>,
): Promise<void> {
  const { play: deed } = check;
  const { server, client, suffix, transport } = running;
  const renaming: Renaming | undefined =
    suffix === undefined || !rename ? undefined : (bytes, side) => rename(bytes, suffix, side);
  const actors: Actor[] = [];
  const opened = (actor: Actor): void => void actors.push(actor);
  try {
    if (deed.kind === 'client' && client) await deed.run(createClientScene({ ...client, ...times, transport, opened }));
    else if (deed.kind === 'server' && server)
      await deed.run(createScene(server, dialect, { ...times, suffix, transport, renaming }, opened));
    else if (deed.kind === 'transcript' && server) {
      const transcript = renaming ? renamedTranscript(deed.transcript, renaming) : deed.transcript;
      await runTranscript(transcript, server, { timeout: times.timeout, silence: times.silence, failed: failing });
    } else throw new Error(`the check ${check.id} cannot be run against this kind of program`);
  } catch (error) {
    await failing();
    throw error;
  } finally {
    for (const actor of actors) actor.release();
  }
}

const handled = { stop: 'stopped', restart: 'restarted' } as const;

/** Why a check cannot be run here, in words. */
function lackOf({ play: deed, handles }: Check, { server }: Running): string | undefined {
  if (server && handles && !server[handles]) return `this server cannot be ${handled[handles]} from here`;
  return deed.kind === 'transcript' && server ? unsupportedLine(deed.transcript, server)?.reason : undefined;
}

/** Rejects with `late` when the promise takes longer than `ms`. */
async function within(ms: number, late: Error, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(late), ms)));
  try {
    await Promise.race([promise, giveUp]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}

/** The likely cause: first a crash, then the one that is most exact for the check. */
function causeOf(failed: Failed, { id, hints = [] }: Check, suite: Suite): string | undefined {
  // A program that was ended because of a limit has not crashed.
  if (failed.end === 'signal SIGKILL') return endedHint(failed);
  const asked: Hint = () => suite.causes[id];
  const crash = firstOf(crashHints, failed);
  if (failed.isUnreached) return firstOf([...hints, ...startHints], failed);
  const nearest = [...hints, ...suite.hints, ...commonHints, asked];
  if (crash === undefined) {
    const closed = closedHint(failed);
    const found = firstOf(closed === undefined ? [...nearest, ...lastHints] : nearest, failed);
    return closed === undefined || found === undefined ? (closed ?? found) : `${closed} ${found}`;
  }
  // In checks that split or join bytes on purpose, this is the cause of a crash.
  const why = /^(split|joined)/.test(id) ? firstOf([...hints, asked], failed) : undefined;
  return why === undefined ? crash : `${crash} ${why}`;
}

function firstOf(hints: readonly Hint[], failed: Failed): string | undefined {
  for (const hint of hints) {
    const says = hint(failed);
    if (says !== undefined) return says;
  }
  return undefined;
}

const nothing = { stdout: '', stderr: '' } as const;

function failedBy(error: unknown, check: Check, exchange: Exchange, running: Running | undefined): Failed {
  const { printed = nothing, end } = error instanceof CannotStart ? error : (running ?? {});
  const side: Side = check.play.kind === 'client' ? 'client' : 'server';
  const isUnreached = error instanceof CannotStart;
  const empty = { heard: new Uint8Array(), comparison: '', context: '' };
  const base = { check: check.id, side, exchange, printed, end, isUnreached, ...empty };
  if (error instanceof Disagreement && check.play.kind === 'transcript') {
    const { complaint, comparison, line } = error;
    const at = check.play.transcript.lines[line - 1];
    const actor = at && 'actor' in at ? at.actor : undefined;
    const context = contextOf(check.play.transcript, line);
    const { heard = base.heard, expected } = complaint;
    const says = complaint.cause instanceof Fault ? complaint.cause.message : complaint.says;
    return { ...base, says, actor, heard, expected: expected?.pattern, comparison, context };
  }
  if (error instanceof Fault) {
    const { complaint, actor } = error;
    const { heard = base.heard, expected } = complaint;
    const rows = heard.length > 0 || expected ? comparison(complaint) : '';
    return { ...base, says: complaint.says, actor, heard, expected: expected?.pattern, comparison: rows };
  }
  if (error instanceof CannotStart) return { ...base, says: error.message, actor: undefined, expected: undefined };
  // A transcript that cannot be played, or a bug of ours: not the program's fault.
  if (error instanceof TranscriptError || error instanceof Error) throw error;
  throw new Error(String(error));
}

const linesBefore = 6;

/** The transcript's lines up to the one that failed. */
function contextOf({ lines }: Transcript, line: number): string {
  const from = Math.max(0, line - 1 - linesBefore);
  return lines
    .slice(from, line)
    .filter(({ kind }) => kind !== 'note')
    .map(formatLine)
    .join('\n');
}
