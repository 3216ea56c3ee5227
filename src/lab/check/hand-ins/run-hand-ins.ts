import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { firstUser, users } from '#lab/check/confine/isolation.ts';

import type { HandIn } from './find-hand-ins.ts';
import { type Assignment, type HandInResult, type Order, unchecked } from './hand-in-order.ts';
import { runWorker } from './run-worker.ts';
import type { StartCommand } from './start-command.ts';

/** A hand-in and how it is started; `undefined`: unknown. */
export interface Started {
  readonly handIn: HandIn;
  readonly start: StartCommand | undefined;
}

/** Callbacks while hand-ins are checked. */
export interface Telling {
  /** A check of a hand-in is done. */
  checked(name: string, id: string): void;
  done(result: HandInResult): void;
}

/**
 * Checks all hand-ins, `atOnce` at the same time, each in its own worker. Resolves with the results, in order.
 * `signal`: ends running workers, and does not check the rest.
 */
export async function runHandIns(
  assignment: Assignment,
  handIns: readonly Started[],
  atOnce: number,
  telling: Telling,
  signal: AbortSignal,
): Promise<readonly HandInResult[]> {
  // Programs with other user ids must be able to enter it.
  const base = mkdtempSync(join(tmpdir(), 'polylogue-hand-ins-'));
  const results = new Map<number, HandInResult>();
  const waiting = [...handIns.entries()];

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const [index, started] = next;
      const result = await resultOf(index, started);
      results.set(index, result);
      if (!signal.aborted) telling.done(result);
    }
  }

  async function resultOf(index: number, { handIn, start }: Started): Promise<HandInResult> {
    const { name, files, problem } = handIn;
    if (problem !== undefined || start === undefined) {
      return unchecked(name, files.file, problem ?? 'nothing is known that starts it: give a command after --');
    }
    const dir = join(base, String(index));
    mkdirSync(dir);
    const order: Order = {
      assignment,
      name,
      files,
      ...start,
      base: dir,
      user: userOf(assignment, index),
      mark: `polylogue-hand-in-${randomBytes(8).toString('hex')}`,
    };
    try {
      return await runWorker(order, signal, (id) => telling.checked(name, id));
    } finally {
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  try {
    await Promise.all(Array.from({ length: atOnce }, work));
    return handIns.flatMap((_, index) => results.get(index) ?? []);
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As root, each hand-in gets a user id that no other running hand-in has. */
const userOf = ({ isolation }: Assignment, index: number): number | undefined =>
  isolation.asRoot && isolation.level !== 'group' ? firstUser + (index % users) : undefined;
