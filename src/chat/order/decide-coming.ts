import { maxRooms } from '#chat/limits.ts';
import { channelOf } from './decide-room.ts';
import type { Asked, Ordered, RoomRef, UserRef, Verdict } from '#chat/event.ts';
import { looksLike, type Name, parseGroup, parseName } from '#chat/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { accept, refuse } from './verdict.ts';
import { type Present, withRoom, type World } from './world.ts';

type Came = Asked & { kind: 'came' };

/** `current`: whom the session is so far. A guest may become an account; nobody becomes anything else. */
export function decideCame(world: World, ordered: Ordered, asked: Came, current: Present | undefined): Verdict {
  const { as } = asked;
  if (current && ('guest' in as || !current.guest)) return refuse('here-already');
  const who = 'guest' in as ? newGuest(world, ordered, as.guest, as.group) : ofAccount(world, as.account, as.version);
  if (typeof who === 'string') return refuse(who);
  const here = world.present(who.id);
  if (asked.alone?.policy === 'refuse' && here?.bound?.some(({ listener }) => listener === asked.alone?.listener)) {
    return refuse('account-in-use');
  }
  return decideEntering(world, ordered, who, current);
}

function decideEntering(world: World, ordered: Ordered, who: Comer, current: Present | undefined): Verdict {
  const user: UserRef = { id: who.id, name: who.name };
  const here = world.present(who.id);
  const before = here?.rooms ?? (who.guest ? [] : world.memberships(who.id));
  const entered = enteredRoom(world, ordered, before);
  if (typeof entered === 'string') return refuse(entered);
  const joined = entered !== undefined && !before.some((room) => room.id === entered.id);
  const memberships = joined ? withRoom(world, before, entered) : before;
  const came = { kind: 'came', guest: who.guest, joined, memberships } as const;
  if (current) return accept(world, ordered, user, { ...came, was: { id: current.id, name: current.name } }, entered);
  if (here && !joined) return { kind: 'already', user, ...(entered && { room: entered }), memberships };
  return accept(world, ordered, user, came, entered);
}

/** The channel a session enters as it comes, if it names one. */
function enteredRoom(world: World, ordered: Ordered, before: readonly RoomRef[]): RoomRef | undefined | RefusalCode {
  if (ordered.draft.room === undefined) return undefined;
  const room = channelOf(world, ordered, ordered.draft.room);
  if (typeof room === 'string') return room;
  return before.length < maxRooms || before.some((each) => each.id === room.id) ? room : 'too-many-rooms';
}

type Comer = UserRef & { readonly guest: boolean };

function newGuest(world: World, ordered: Ordered, wanted: string, group = false): Comer | RefusalCode {
  const parsed = group ? parseGroup(wanted) : parseName(wanted);
  if (typeof parsed === 'string') return parsed;
  return nameHeld(world, parsed) ?? { id: ordered.seq, name: parsed.name, guest: true };
}

function ofAccount(world: World, id: number, version: number): Comer | RefusalCode {
  const account = world.account(id);
  if (!account || account.version !== version) return 'credential-stale';
  return { id, name: account.name, guest: false };
}

/** Why nobody else may take a name, if so. */
export function nameHeld(world: World, { name, folded }: Name, but?: Present): RefusalCode | undefined {
  const drawn = looksLike(name);
  return heldBy(world, folded, but) ?? (drawn === folded ? undefined : heldBy(world, drawn, but));
}

function heldBy(world: World, key: string, but: Present | undefined): RefusalCode | undefined {
  const holder = world.presentNamed(key);
  if (holder && holder !== but) return holder.guest ? 'name-taken' : 'name-registered';
  return world.accountNamed(key) ? 'name-registered' : undefined;
}

export function decideWent(world: World, ordered: Ordered, user: Present): Verdict {
  const who: UserRef = { id: user.id, name: user.name };
  if (user.sessions > 1) return { kind: 'already', user: who, memberships: [] };
  return accept(world, ordered, who, { kind: 'went', guest: user.guest });
}

/** An account keeps its name: it is what its password protects, on every dialect. */
export function decideRenamed(world: World, ordered: Ordered, user: Present, wanted: string): Verdict {
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') return refuse(parsed);
  if (parsed.name === user.name) return { kind: 'already', user: { id: user.id, name: user.name }, memberships: [] };
  if (!user.guest) return refuse('name-fixed');
  const held = nameHeld(world, parsed, user);
  if (held) return refuse(held);
  return accept(world, ordered, { id: user.id, name: parsed.name }, { kind: 'renamed', before: user.name });
}
