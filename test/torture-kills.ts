import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ChildServer } from './child-server.ts';
import { type Random, seededRandom, turns } from './middle-random.ts';
import { readLog, type StoredLog } from './stored-log.ts';
import { type Findings, judge } from './torture-judge.ts';
import { Person } from './torture-person.ts';

export interface KillOptions {
  /** The data directory; all kills are on it. */
  readonly dir: string;
  readonly kills: number;
  readonly seed: number;
  readonly durability: 'strict' | 'relaxed';
  /** So many frames are heard at most before a kill in mid-talk (default 5000). */
  readonly maxHeard?: number;
  readonly onKill?: (nth: number, findings: Findings) => void;
}

const names = ['ann', 'bea', 'cleo', 'dora', 'emil', 'fay'];
const nothing: StoredLog = { messages: [], last: 0, present: new Map() };

/**
 * Starts a server on the directory, lets people talk, kills it with SIGKILL at some moment, and holds what they saw
 * against what is kept; again and again. Throws an AssertionError at the first promise that is broken.
 */
export async function killServers(options: KillOptions): Promise<Findings> {
  const random = seededRandom(options.seed);
  let before = nothing;
  let total: Findings = { kept: 0, seen: 0, answered: 0 };
  for (let nth = 1; nth <= options.kills; nth++) {
    const { after, findings } = await killOnce(options, nth, random, before);
    options.onKill?.(nth, findings);
    before = after;
    total = {
      kept: total.kept + findings.kept,
      seen: total.seen + findings.seen,
      answered: total.answered + findings.answered,
    };
  }
  return total;
}

async function killOnce(
  { dir, durability, maxHeard = 5000 }: KillOptions,
  nth: number,
  random: Random,
  before: StoredLog,
): Promise<{ after: StoredLog; findings: Findings }> {
  const args = ['serve', '--data', dir, '--durability', durability, '--listen', 'nick://127.0.0.1:0'];
  await using server = new ChildServer(args);
  const people = names.map((name) => {
    const others = names.filter((other) => other !== name);
    return new Person(name, others, random, `k${nth}`);
  });
  if (random.chance(0.1) && nth > 1) {
    await turns(random.below(100_000));
    server.kill('SIGKILL');
  } else {
    await server.ready();
    assert.deepEqual([...readLog(dir).present.keys()], [], 'present after a restart, before anybody came');
    await liveUntilKilled(server, people, chooseMoment(dir, random, maxHeard));
  }
  await server.exit();
  const after = readLog(dir);
  return {
    after,
    findings: judge(
      before,
      after,
      people.flatMap(({ stays }) => stays),
    ),
  };
}

/**
 * When to kill, asked at each frame that is heard: while all are still coming, somewhere in the talk, or while a
 * checkpoint writes to the database (to look at its time does not open it).
 */
function chooseMoment(dir: string, random: Random, maxHeard: number): () => boolean {
  if (random.chance(0.1)) {
    const written = (): number => statSync(join(dir, 'polylogue.db')).mtimeMs;
    const before = written();
    return () => written() !== before;
  }
  let left = random.chance(0.2) ? 1 + random.below(20) : 20 + random.below(maxHeard);
  return () => --left <= 0;
}

async function liveUntilKilled(server: ChildServer, people: readonly Person[], isNow: () => boolean): Promise<void> {
  let killed = false;
  const onFrame = (): void => {
    if (killed || !isNow()) return;
    killed = true;
    server.kill('SIGKILL');
  };
  const place = {
    killed: () => killed,
    connect: async () => {
      const peer = await server.connect();
      peer.onFrame = onFrame;
      return peer;
    },
  };
  await Promise.all(people.map((person) => person.live(place)));
}
