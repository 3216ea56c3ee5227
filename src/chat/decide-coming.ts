import { channelOf, maxRooms } from './decide-room.ts';
import type { Identity, Ordered, RoomRef, UserRef, Verdict } from './event.ts';
import { parseName } from './names.ts';
import type { RefusalCode } from './refusal.ts';
import { accept, refuse } from './verdict.ts';
import { type Present, withRoom, type World } from './world.ts';

export function decideCame(world: World, ordered: Ordered, as: Identity): Verdict {
  const who = 'guest' in as ? newGuest(world, ordered, as.guest) : ofAccount(world, as.account, as.version);
  if (typeof who === 'string') return refuse(who);
  const user: UserRef = { id: who.id, name: who.name };
  const here = world.present(who.id);
  const before = here?.rooms ?? (who.guest ? [] : world.memberships(who.id));
  const entered = enteredRoom(world, ordered, before);
  if (typeof entered === 'string') return refuse(entered);
  const joined = entered !== undefined && !before.some((room) => room.id === entered.id);
  const memberships = joined ? withRoom(world, before, entered) : before;
  if (here && !joined) return { kind: 'already', user, ...(entered && { room: entered }), memberships };
  return accept(world, ordered, user, { kind: 'came', guest: who.guest, joined, memberships }, entered);
}

/** The channel a session enters as it comes, if it names one. */
function enteredRoom(world: World, ordered: Ordered, before: readonly RoomRef[]): RoomRef | undefined | RefusalCode {
  if (ordered.draft.room === undefined) return undefined;
  const room = channelOf(world, ordered, ordered.draft.room);
  if (typeof room === 'string') return room;
  return before.length < maxRooms || before.some((each) => each.id === room.id) ? room : 'too-many-rooms';
}

type Comer = UserRef & { readonly guest: boolean };

function newGuest(world: World, ordered: Ordered, wanted: string): Comer | RefusalCode {
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') return parsed;
  return nameHeld(world, parsed.folded) ?? { id: ordered.seq, name: parsed.name, guest: true };
}

function ofAccount(world: World, id: number, version: number): Comer | RefusalCode {
  const account = world.account(id);
  if (!account || account.version !== version) return 'credential-stale';
  return { id, name: account.name, guest: false };
}

/** Why nobody else may take a name, if so. */
function nameHeld(world: World, folded: string, but?: Present): RefusalCode | undefined {
  const holder = world.presentNamed(folded);
  if (holder && holder !== but) return holder.guest ? 'name-taken' : 'name-registered';
  return world.accountNamed(folded) ? 'name-registered' : undefined;
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
  const held = nameHeld(world, parsed.folded, user);
  if (held) return refuse(held);
  return accept(world, ordered, { id: user.id, name: parsed.name }, { kind: 'renamed', before: user.name });
}

/** Accounts are made by a node itself, once it has hashed the password. */
export function decideRegistered(world: World, ordered: Ordered, wanted: string): Verdict {
  if (ordered.draft.session !== 0) return refuse('unavailable');
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') return refuse(parsed);
  const held = nameHeld(world, parsed.folded);
  if (held) return refuse(held);
  return accept(world, ordered, { id: ordered.seq, name: parsed.name }, { kind: 'registered' });
}
