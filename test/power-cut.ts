import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#store/open-store.ts';
import type { ReplaceableParts } from '#store/replaceable-parts.ts';
import { LocalServer } from './local-server.ts';
import { type Random, seededRandom, turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';
import { readLog } from './stored-log.ts';

const database = 'polylogue.db';
const wal = `${database}-wal`;

/**
 * A disk that keeps only what was synced: of the WAL as it was when a sync began, once that sync is done. Syncs take
 * their time. No checkpoint runs, so the database beside it stays as it was at first.
 */
export class ForgetfulDisk {
  kept: Uint8Array = new Uint8Array(0);
  readonly #dir: string;
  readonly #random: Random;

  constructor(dir: string, random: Random) {
    this.#dir = dir;
    this.#random = random;
  }

  readonly parts: Partial<ReplaceableParts> = {
    sync: (_, done) => void this.#sync(() => done(null)),
    checkpointer: () => ({ run: async () => ({ frames: 0, done: 0 }), close: async () => {} }),
  };

  async #sync(done: () => void): Promise<void> {
    const written = readFileSync(join(this.#dir, wal));
    await turns(this.#random.below(6));
    this.kept = written;
    done();
  }

  /** A directory as it is found after the power has come back. */
  restore(base: string, to: string): void {
    mkdirSync(to);
    copyFileSync(base, join(to, database));
    writeFileSync(join(to, wal), this.kept);
  }
}

/** Each says numbered lines, now and then several in a chunk, sometimes to one person. */
async function talk(random: Random, people: ReadonlyMap<string, NickPeer>, steps: number): Promise<void> {
  const names = [...people.keys()];
  for (let step = 0; step < steps; step++) {
    const lines = Array.from({ length: 1 + random.below(4) }, (_, index) => `${step}.${index}`);
    const to = random.chance(0.2) ? `/msg ${random.pick(names)} ` : '';
    people.get(random.pick(names))?.say(...lines.map((line) => to + line));
    await turns(random.below(4));
  }
}

export interface CutOptions {
  readonly cuts: number;
  readonly seed: number;
  readonly durability: 'strict' | 'relaxed';
}

/**
 * Looks this many times, in the midst of a talk, at what a directory would hold had the power just been cut. Resolves with
 * the lines that somebody had heard and that would be gone.
 */
export async function lostToPowerCuts(dir: string, { cuts, seed, durability }: CutOptions): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const data = join(dir, 'data');
  const base = join(dir, 'base.db');
  await (await openStore({ dir: data, durability: 'strict' })).close();
  copyFileSync(join(data, database), base);
  const disk = new ForgetfulDisk(data, random);
  await using server = await LocalServer.open({ dir: data, parts: disk.parts, durability });
  const people = new Map<string, NickPeer>();
  for (const name of ['ann', 'bea', 'cleo', 'dora']) people.set(name, await server.join(name));
  const lost: string[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    await talk(random, people, 1 + random.below(12));
    const after = join(dir, `cut${cut}`);
    disk.restore(base, after);
    lost.push(...lostFrom(after, people));
  }
  const heard = [...people.values()].map((peer) => peer.heard.length);
  assert.ok(Math.min(...heard) > cuts, `they heard ${heard.join(', ')} lines`);
  return lost;
}

/** What these people have heard and a directory does not hold. */
function lostFrom(dir: string, people: ReadonlyMap<string, NickPeer>): readonly string[] {
  const kept = readLog(dir);
  const lines = new Set(kept.messages.flatMap(({ from, text }) => [`${from}: ${text}`, `${from} (to you): ${text}`]));
  const lost = [...people.keys()].filter((name) => !kept.present.has(name)).map((name) => `READY to ${name}`);
  for (const peer of people.values()) {
    const said = peer.heard.slice(2).filter((line) => line !== 'You cannot message yourself.');
    lost.push(...said.filter((line) => !lines.has(line)));
  }
  return lost;
}
