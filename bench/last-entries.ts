/** The time to read the last 50 entries of a random channel, in a data directory made by `fill.ts`. */
import type { RoomId } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import { openStore } from '#store/open-store.ts';

const reads = 6000;
/** Reads before the measurement. */
const first = 2000;

const [dir] = process.argv.slice(2);
if (dir === undefined) throw new Error('node bench/last-entries.ts DIR');
const store = await openStore({ dir, durability: 'relaxed', warn: ({ sentence }) => console.error(sentence) });
const rooms = roomsOf(store);
const times: number[] = [];
for (let nth = 0; nth < reads; nth++) {
  const room = rooms[Math.floor(Math.random() * rooms.length)] ?? 0;
  const before = performance.now();
  store.entries(room, { after: 0, before: Infinity, limit: 50, first: false });
  if (nth >= first) times.push(1000 * (performance.now() - before));
}
await store.close();
times.sort((a, b) => a - b);
const at = (share: number): string => `${Math.round(times[Math.floor(times.length * share)] ?? 0)} µs`;
process.stdout.write(`last 50 of one of ${rooms.length} rooms: p50 ${at(0.5)}, p99 ${at(0.99)}\n`);

function roomsOf(from: Store): readonly RoomId[] {
  const ids: RoomId[] = [];
  for (;;) {
    const page = from.rooms(ids.at(-1) ?? 0, 1000);
    if (page.length === 0) return ids;
    ids.push(...page.map(({ id }) => id));
  }
}
