/**
 * The cost of each step of a message, measured one after the other in this process. Compare only figures of one run;
 * between machines, or hours, only their ratios.
 */
import type { Store } from '#chat/ports.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '#chat/order/decide.ts';
import type { Asked, Draft, Entry, Ordered } from '#chat/event.ts';
import type { Outcome } from '#chat/outcome.ts';
import { evolve } from '#chat/order/evolve.ts';
import { Hub } from '#chat/hub/hub.ts';
import { UnansweredDrafts } from '#chat/hub/requests/unanswered-drafts.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Session } from '#chat/hub/session.ts';
import { nickFormat } from '#dialects/nick/render.ts';
import { systemClock } from '#server/system-clock.ts';
import { maxUnread, unreadIn } from '#chat/readable/unread.ts';
import { openStore } from '#store/open-store.ts';

const members = 500;
const text = 'x'.repeat(100);

/** A world with one room, drafts for it, and how to apply them. */
class Scene {
  readonly store: Store;
  readonly world: LiveWorld;
  #nth = 0;

  constructor(store: Store) {
    this.store = store;
    this.world = new LiveWorld(store);
    this.apply([this.draft(0, { kind: 'founded', epoch: 'bench' })]);
    this.apply([this.draft(0, { kind: 'began', node: 'bench', rules: 1 })]);
    for (let session = 1; session <= members; session++) {
      this.apply([this.draft(session, { kind: 'came', as: { guest: `user${session}` } }, '#lobby')]);
    }
  }

  draft(session: number, event: Asked, room?: string): Draft {
    const nth = ++this.#nth;
    return { run: 'benchrun', nth, settledUpto: nth - 1, session, room, at: Date.now(), event };
  }

  messages(count: number): readonly Draft[] {
    const kind = 'message';
    return Array.from({ length: count }, (_, i) => this.draft(1 + (i % members), { kind, text }, '#lobby'));
  }

  order(drafts: readonly Draft[]): readonly Ordered[] {
    return drafts.map((draft, index) => ({ seq: this.world.seq + 1 + index, draft }));
  }

  apply(drafts: readonly Draft[]): readonly Outcome[] {
    const { store, world } = this;
    store.begin();
    const outcomes = this.order(drafts).map((ordered) => {
      const outcome: Outcome = { ...ordered, verdict: decide(world, ordered) };
      store.write(outcome);
      evolve(world, outcome);
      return outcome;
    });
    const run = world.run('benchrun');
    const { upto = 0 } = run?.judged ?? {};
    store.commit(world.place(), run ? [{ id: run.id, runId: run.runId, node: run.node, upto, beyond: [] }] : []);
    return outcomes;
  }
}

interface Row {
  readonly part: string;
  readonly count: number;
  /** CPU of this process, all threads, in µs for one. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
}

/** Runs `once` for about `seconds`; `per`: how many each run counts for. Wall times are of one run, in µs. */
async function measure(part: string, per: number, once: () => unknown, seconds = 1): Promise<Row> {
  for (let i = 0; i < 50; i++) await once();
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  for (let before = performance.now(); before < end;) {
    const done = once();
    if (done instanceof Promise) await done;
    const after = performance.now();
    times.push((after - before) * 1000);
    before = after;
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { part, count: times.length * per, cpu: (user + system) / (times.length * per), p50: at(0.5), p99: at(0.99) };
}

async function decideRow(scene: Scene): Promise<Row> {
  const ordered = scene.order(scene.messages(1000));
  return measure('decide, a message', ordered.length, () => {
    for (const each of ordered) decide(scene.world, each);
  });
}

async function applyRows(scene: Scene, name: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1, 10, 100]) {
    rows.push(
      await measure(`apply ${count} a turn, ${name}`, count, () => {
        scene.apply(scene.messages(count));
        return scene.store.durable();
      }),
    );
  }
  return rows;
}

/** Delivery to sessions that only count: the cost of finding hearers, rendering and joining, without writes. */
async function deliverRows(scene: Scene): Promise<Row[]> {
  const onBug = (error: unknown): never => {
    throw error;
  };
  const hub = new Hub({
    shown: 0,
    store: scene.store,
    drafts: new UnansweredDrafts('bench'),
    clock: systemClock,
    close: () => {},
    report: () => {},
    onBug,
  });
  let written = 0;
  const session: Session = {
    format: nickFormat,
    outbox: { queued: 0, scarce: false, delivered: true, drained: async () => {} },
    send: (frames) => void (written += frames.length),
    answer: () => undefined,
    resume: () => {},
    closed: () => {},
  };
  const room = scene.world.channel('#lobby')?.id ?? 0;
  for (let i = 1; i <= members; i++) {
    const seat = hub.seats.open({ ...session }, openRules, '');
    hub.audience.seat(seat, i);
    hub.audience.hear(seat, room);
  }
  const rows: Row[] = [];
  for (const count of [1, 10, 100]) {
    const outcomes = scene.apply(scene.messages(count));
    rows.push(await measure(`deliver ${count} a batch to ${members}`, count, () => hub.deliver(outcomes)));
  }
  if (written === 0) throw new Error('nobody heard anything');
  return rows;
}

async function historyRow(scene: Scene): Promise<Row> {
  const room = scene.world.channel('#lobby')?.id ?? 0;
  const range = { after: 0, limit: 50, first: false };
  let before = scene.world.seq;
  const read = (): readonly Entry[] => scene.store.entries(room, { ...range, before });
  return measure('history, 50 entries', 1, () => {
    before = before < 5000 ? scene.world.seq : before - 997;
    if (read().length !== 50) throw new Error('the room has fewer than 50 entries');
  });
}

const rooms = 249;
const speakers = 20;
const perRoom = 400;

/**
 * Unread counts of a user in many rooms with mixed messages of others: it has read nothing, then all but some messages.
 */
async function unreadRows(scene: Scene): Promise<Row[]> {
  const { store, world } = scene;
  const names = Array.from({ length: rooms }, (_, nth) => `#room${nth}`);
  for (let session = 1; session <= speakers; session++) {
    scene.apply(names.map((room) => scene.draft(session, { kind: 'joined' }, room)));
  }
  for (let nth = 0; nth < perRoom; nth++) {
    const session = 2 + (nth % (speakers - 1));
    scene.apply(names.map((room) => scene.draft(session, { kind: 'message', text }, room)));
  }
  const user = world.run('benchrun')?.sessions.get(1)?.id ?? 0;
  const list = world.memberships(user).filter(({ name }) => name !== '#lobby');
  let at = 0;
  const count = (expected: number): void => {
    const room = list[at++ % list.length];
    const found = room && unreadIn({ store, shown: world.seq }, { user, account: false }, room);
    if (found?.unread !== expected) throw new Error(`counted ${found?.unread}`);
  };
  const most = await measure('unread of a room, 99+', 1, () => count(maxUnread + 1));
  const upto = world.seq - 10 * rooms;
  scene.apply(names.map((room) => scene.draft(1, { kind: 'read', upto }, room)));
  return [most, await measure('unread of a room, 10', 1, () => count(10))];
}

async function withStore(durability: 'strict' | 'relaxed', run: (scene: Scene) => Promise<Row[]>): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-bench-'));
  const store = await openStore({ dir, durability });
  try {
    return await run(new Scene(store));
  } finally {
    await store.close();
    rmSync(dir, { recursive: true });
  }
}

const rows = [
  ...(await withStore('relaxed', async (scene) => [
    await decideRow(scene),
    ...(await applyRows(scene, 'relaxed')),
    ...(await deliverRows(scene)),
    await historyRow(scene),
    ...(await unreadRows(scene)),
  ])),
  ...(await withStore('strict', (scene) => applyRows(scene, 'strict'))),
];

const us = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0)).padStart(9);
process.stdout.write(
  `${'part'.padEnd(32)}    CPU µs  p50 µs    p99 µs     count   (CPU for one; p50 and p99 of one turn)\n`,
);
for (const { part, cpu, p50, p99, count } of rows) {
  process.stdout.write(`${part.padEnd(32)} ${us(cpu)} ${us(p50)} ${us(p99)} ${String(count).padStart(9)}\n`);
}
