import type { Role, RoomId, ServerRole, UserId } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { keyOf } from '#chat/names/name-keys.ts';
import type { Store } from '#chat/ports.ts';
import { quoted } from '#text/quoted.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';

/** A user, as shown by `polylogue who --json`. Stable: fields are not removed. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly account: boolean;
  /** The role in the requested channel. */
  readonly role?: Role;
  /** The role in the server. */
  readonly serverRole?: ServerRole;
  /** The number of open sessions; 0: a member who is offline. */
  readonly sessions: number;
}

/** A present user. */
export interface Here {
  readonly name: string;
  readonly account: boolean;
  readonly sessions: number;
}

/** Members, or people, read at a time. */
const pageSize = 500;

/** The present users, by id. Empty without a server: the tables may still contain the sessions of a killed server. */
export function presentOf({ store, sessions }: ChatOrStore): ReadonlyMap<UserId, Here> {
  const here = new Map<UserId, Here>();
  if (sessions() === undefined) return here;
  for (const { user, guest } of store.present()) {
    const before = here.get(user.id)?.sessions ?? 0;
    here.set(user.id, { name: user.name, account: !guest, sessions: before + 1 });
  }
  return here;
}

/** The present users, or the members of a channel, by id. */
export async function* who(source: ChatOrStore, name: string | undefined): Results {
  const here = presentOf(source);
  if (name === undefined) {
    const people = [...here];
    for (let from = 0; from < people.length; from += pageSize) {
      await source.turn();
      yield people.slice(from, from + pageSize).map(([id, user]) => personOf(source.store, id, user));
    }
    return undefined;
  }
  const room = channelNamed(source, name);
  if (!room) return noChannel(name);
  for await (const members of membersOf(source, room.id)) {
    yield members.flatMap(({ user, role }): Person[] => {
      const present = here.get(user) ?? away(source.store, user);
      return present ? [{ ...personOf(source.store, user, present), role }] : [];
    });
  }
  return undefined;
}

/** The members of a channel, in pages. */
export async function* membersOf(
  { store, turn }: ChatOrStore,
  room: RoomId,
): AsyncGenerator<readonly { readonly user: UserId; readonly role: Role }[]> {
  for (let after = 0; ;) {
    await turn();
    const page = store.members(room, after, pageSize);
    yield page.filter(({ left }) => left === undefined);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.user;
  }
}

function personOf(store: Store, id: UserId, { name, account, sessions }: Here): Person {
  const serverRole = account ? store.account(id)?.serverRole : undefined;
  return { id, name, account, ...(serverRole && { serverRole }), sessions };
}

function away(store: Store, user: UserId): Here | undefined {
  const account = store.account(user);
  return account && { name: account.name, account: true, sessions: 0 };
}

export function channelNamed(
  { store }: ChatOrStore,
  name: string,
): { readonly id: RoomId; readonly name: string } | undefined {
  return store.channel(keyOf((key) => store.channel(key), name));
}

export const noChannel = (name: string): string =>
  name.startsWith('#')
    ? `There is no room ${quoted(name)}. List them with: polylogue rooms`
    : `${quoted(name)} is not a room: names of rooms begin with #, such as '${lobby}' (in a shell, in quotes).`;
