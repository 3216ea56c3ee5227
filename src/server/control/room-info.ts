import type { RoomId, UserId } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { type Here, membersOf, presentOf } from './who.ts';

/** A channel, as shown by `polylogue rooms --json`. Stable: fields are not removed. */
export interface RoomInfo {
  readonly id: number;
  readonly name: string;
  readonly members: number;
  /** The number of members who are present. */
  readonly present: number;
  readonly owners: readonly string[];
  readonly operators: readonly string[];
  readonly topic: string;
  /** The other settings, by name. A key is not shown, only that it is set. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Rooms read at a time. */
const pageSize = 100;

/** All channels, in the order of their creation. */
export async function* roomList(source: ChatOrStore): Results {
  const here = presentOf(source);
  for (let after = 0; ;) {
    await source.turn();
    const page = source.store.rooms(after, pageSize);
    for (const { id, name, pair, closed } of page) {
      if (!pair && !closed && name !== '') yield [await infoOf(source, here, id, name)];
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return undefined;
    after = last.id;
  }
}

async function infoOf(
  source: ChatOrStore,
  here: ReadonlyMap<UserId, Here>,
  id: RoomId,
  name: string,
): Promise<RoomInfo> {
  let [members, present] = [0, 0];
  for await (const page of membersOf(source, id)) {
    members += page.length;
    present += page.filter(({ user }) => here.has(user)).length;
  }
  const { store } = source;
  const kept = (role: string): readonly string[] =>
    store
      .ownersAndOperators(id)
      .flatMap((keeper) => (keeper.role === role ? (nameOf(store, here, keeper.user) ?? []) : []));
  const { topic, former: _, ...others } = store.roomState(id);
  const settings = Object.entries(others).map(([key, { value }]) => [key, key === 'key' ? 'yes' : value]);
  return {
    id,
    name,
    members,
    present,
    owners: kept('owner'),
    operators: kept('operator'),
    topic: topic?.value ?? '',
    settings: Object.fromEntries(settings),
  };
}

const nameOf = (store: Store, here: ReadonlyMap<UserId, Here>, user: UserId): string | undefined =>
  here.get(user)?.name ?? store.account(user)?.name;
