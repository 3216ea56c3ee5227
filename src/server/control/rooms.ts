import type { RoomRow } from '#chat/ports.ts';
import { timeOf, type UserId } from '#chat/event.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import type { RoomMember, RoomRecord } from './record.ts';

/** Rooms read, and entries counted, at a time: each takes a few ms. */
const pageSize = 100;
const countSize = 20_000;

/** All channels, or all direct rooms, in the order of their creation. */
export async function* rooms(source: ChatOrStore, ofTwo: boolean): Results {
  for (let after = 0; ;) {
    await source.turn();
    const page = source.store.rooms(after, pageSize);
    for (const room of page) if ((room.pair !== undefined) === ofTwo) yield [await recordOf(source, room)];
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.id;
  }
}

async function recordOf(source: ChatOrStore, room: RoomRow): Promise<RoomRecord> {
  const before = source.shown() + 1;
  let entries = 0;
  for (let after = 0; ;) {
    await source.turn();
    const counted = source.store.count(room.id, { after, before, limit: countSize });
    entries += counted.entries;
    if (counted.entries < countSize) break;
    after = counted.upto;
  }
  const [latest] = source.store.entries(room.id, { after: 0, before, limit: 1, first: false });
  const last = latest ? new Date(timeOf(latest)).toISOString() : null;
  return { id: room.id, ...whose(source, room), entries, last };
}

function whose(
  source: ChatOrStore,
  { id, name, pair, closed }: RoomRow,
): Pick<RoomRecord, 'name' | 'closed' | 'between'> {
  if (!pair) return closed ? { name, closed } : { name };
  const [first] = source.store.entries(id, { after: 0, before: Infinity, limit: 1, first: true });
  const heard = (user: UserId): string => (first?.from.id === user ? first.from.name : first?.room?.name) ?? '';
  return {
    between: pair.map((user): RoomMember => {
      const account = source.store.account(user);
      return { id: user, name: account?.name ?? heard(user), account: account !== undefined };
    }),
  };
}
