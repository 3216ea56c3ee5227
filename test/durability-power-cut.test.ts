import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '#store/open-store.ts';
import type { Seams } from '#store/seams.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { type Random, seededRandom, turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';
import { readLog } from './stored-log.ts';

const database = 'polylogue.db';
const wal = `${database}-wal`;

/**
 * A disk that keeps only what was synced: of the WAL as it was when a sync began, once that sync is done. Syncs take
 * their time. No checkpoint runs, so the database beside it stays as it was at first.
 */
class ForgetfulDisk {
  kept: Uint8Array = new Uint8Array(0);
  readonly #dir: string;
  readonly #random: Random;

  constructor(dir: string, random: Random) {
    this.#dir = dir;
    this.#random = random;
  }

  readonly seams: Partial<Seams> = {
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

/** Lines heard that a power cut would have taken: what of 20 cuts in the midst of a talk came to light. */
async function lostIn(dir: string, seed: number, durability: 'strict' | 'relaxed'): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const data = join(dir, 'data');
  const base = join(dir, 'base.db');
  await (await openStore({ dir: data, durability: 'strict' })).close();
  copyFileSync(join(data, database), base);
  const disk = new ForgetfulDisk(data, random);
  await using server = await LocalServer.open({ dir: data, seams: disk.seams, durability });
  const people = new Map<string, NickPeer>();
  for (const name of ['ann', 'bea', 'cleo', 'dora']) people.set(name, await server.join(name));
  const lost: string[] = [];
  for (let cut = 0; cut < 20; cut++) {
    await talk(random, people, 1 + random.below(12));
    const after = join(dir, `cut${cut}`);
    disk.restore(base, after);
    lost.push(...lostFrom(after, people));
  }
  const heard = [...people.values()].map((peer) => peer.heard.length);
  assert.ok(Math.min(...heard) > 100, `they heard ${heard.join(', ')} lines`);
  return lost;
}

/** What these people have heard and a directory does not hold. */
function lostFrom(dir: string, people: ReadonlyMap<string, NickPeer>): readonly string[] {
  const kept = readLog(dir);
  const lines = new Set(kept.messages.flatMap(({ from, text }) => [`${from}: ${text}`, `${from} (to you): ${text}`]));
  const lost = [...people.keys()].filter((name) => !kept.present.has(name)).map((name) => `READY to ${name}`);
  for (const peer of people.values()) {
    const said = peer.heard.slice(2).filter((line) => !line.startsWith('This was not sent'));
    lost.push(...said.filter((line) => !lines.has(line)));
  }
  return lost;
}

for (const seed of [1, 2, 3]) {
  test(`whatever was heard survives a power cut at any moment (seed ${seed})`, async () => {
    using dir = new TemporaryDirectory();
    assert.deepEqual(await lostIn(dir.path, seed, 'strict'), []);
  });
}

test('relaxed, a power cut takes the last moments: the disk of this test does forget', async () => {
  using dir = new TemporaryDirectory();
  const lost = await lostIn(dir.path, 1, 'relaxed');
  assert.ok(lost.length > 0);
});
