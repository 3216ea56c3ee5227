import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Asked } from '#chat/event.ts';
import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { openStore } from '#store/open-store.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { type Random, seededRandom, turns } from './middle-random.ts';
import { ForgetfulDisk } from './power-cut.ts';

/** The last shown version of each message; after a removal there is no later one. */
type Versions = Map<number, number>;
const removed = 1_000_000;

/** The versions in a directory. */
function versionsIn(dir: string): Versions {
  const db = new DatabaseSync(join(dir, 'polylogue.db'), { readOnly: true, timeout: 5000 });
  try {
    const rows = db.prepare("SELECT seq, kind, body FROM entry WHERE kind IN ('message', 'message+')").all();
    return new Map(rows.map(({ seq, body }) => [Number(seq), versionOf(String(body))]));
  } finally {
    db.close();
  }
}

const versionOf = (body: string): number =>
  body.includes('"redacted":1') ? removed : Number(/version (\d+)$/.exec(body)?.[1] ?? assert.fail(body));

/** A message, or a change of one of the last ones. */
function something(random: Random, shown: Versions, version: number): Asked {
  const recent = [...shown].filter(([, last]) => last < removed).slice(-5);
  if (recent.length === 0 || random.chance(0.3)) return { kind: 'message', text: 'version 0' };
  const [target] = random.pick(recent);
  return random.chance(0.2) ? { kind: 'redacted', target } : { kind: 'edited', target, text: `version ${version}` };
}

for (const seed of [1, 2]) {
  test(`a power cut undoes no edit and no removal that was shown (seed ${seed})`, async () => {
    using dir = new TemporaryDirectory();
    const random = seededRandom(seed);
    const [data, base] = [join(dir.path, 'data'), join(dir.path, 'base.db')];
    await (await openStore({ dir: data, durability: 'strict' })).close();
    copyFileSync(join(data, 'polylogue.db'), base);
    const disk = new ForgetfulDisk(data, random);
    await using server = await LocalServer.open({ dir: data, parts: disk.parts });
    const shown: Versions = new Map();
    const ear = new Ear();
    ear.onAnswer = (answer) => {
      if (answer.kind !== 'entry') return;
      const { seq, event } = answer.entry;
      if (event.kind === 'message') shown.set(seq, 0);
      if (event.kind === 'edited') shown.set(event.target, versionOf(event.text));
      if (event.kind === 'redacted') shown.set(event.target, removed);
    };
    const { chat } = server;
    const seat = chat.open(ear);
    chat.post(seat, { kind: 'came', as: { guest: 'ann' } }, 'come', '#room');
    for (let cut = 0, version = 0; cut < 20; cut++) {
      for (let step = random.below(12); step >= 0; step--) {
        if (chat.takes(seat)) chat.post(seat, something(random, shown, ++version), 'ask', '#room');
        await turns(random.below(4));
      }
      const found = join(dir.path, `cut${cut}`);
      const seen = new Map(shown);
      disk.restore(base, found);
      const kept = versionsIn(found);
      const lost = [...seen].filter(([seq, last]) => (kept.get(seq) ?? -1) < last);
      assert.deepEqual(lost, [], `cut ${cut}`);
    }
    assert.ok([...shown.values()].filter((last) => last > 0).length > 10, 'much was changed');
  });
}
