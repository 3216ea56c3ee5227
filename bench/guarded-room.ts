/**
 * The cost of judging a message in a room of 10 000 present members: without lists, and with 100 bans of names with
 * wildcards. The two alternate; compare only figures of one run.
 */
import type { Asked, Draft } from '#chat/event.ts';
import { decide } from '#chat/order/decide.ts';
import { evolve } from '#chat/order/evolve.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { openStore } from '#store/open-store.ts';

const members = 10_000;
const bans = 100;
const rounds = 41;

const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
const world = new LiveWorld(store);
let nth = 0;

function draft(session: number, event: Asked, room?: string): Draft {
  return { run: 'benchrun', nth: ++nth, settledUpto: nth - 1, session, room, at: 1000, event };
}

function apply(drafts: readonly Draft[]): void {
  store.begin();
  for (const each of drafts) {
    const ordered = { seq: world.seq + 1, draft: each };
    const outcome = { ...ordered, verdict: decide(world, ordered) };
    store.write(outcome);
    evolve(world, outcome);
  }
  store.commit(world.place(), []);
}

apply([draft(0, { kind: 'founded', epoch: 'bench' })]);
apply([draft(0, { kind: 'began', node: 'bench', rules: 1 })]);
for (const [room, first] of [
  ['#open', 1],
  ['#guarded', members + 1],
] as const) {
  const sessions = Array.from({ length: members }, (_, n) => first + n);
  apply(sessions.map((session) => draft(session, { kind: 'came', as: { guest: `user${session}` } }, room)));
}
apply(
  Array.from({ length: bans }, (_, n) => draft(0, { kind: 'listed', list: 'ban', mask: `troll${n}*` }, '#guarded')),
);

/** Microseconds for one message; the members send in turn. */
function cost(room: string, first: number): number {
  const drafts = Array.from({ length: members }, (_, n) => draft(first + n, { kind: 'message', text: 'hello' }, room));
  const began = performance.now();
  for (const each of drafts) {
    const { kind } = decide(world, { seq: world.seq + 1, draft: each });
    if (kind !== 'entry') throw new Error(`a message to ${room} came to ${kind}`);
  }
  return (1000 * (performance.now() - began)) / members;
}

const [open, guarded]: [number[], number[]] = [[], []];
const firstOfAll = cost('#guarded', members + 1);
for (let round = 0; round < rounds; round++) {
  open.push(cost('#open', 1));
  guarded.push(cost('#guarded', members + 1));
}
await store.close();
const median = (times: readonly number[]): string =>
  `${(times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0).toFixed(3)} µs`;
process.stdout.write(
  `deciding on a message among ${members} members: ${median(open)}; with ${bans} bans: ${median(guarded)} ` +
    `(${firstOfAll.toFixed(3)} µs for each member's first)\n`,
);
