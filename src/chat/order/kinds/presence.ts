import type { Effect, SessionMoved } from '#chat/effect.ts';
import type { Asked, Identity, Membership, Millis, Ordered, Seq, Speaker, UserId, UserRef } from '#chat/event.ts';
import { isGrant } from '#chat/rights/grant.ts';
import { nobody } from '#chat/readable/ignoring.ts';
import { parseGroup, parseName } from '#chat/names/names.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { invitationSpent, whyKeepsName, whyBanned } from '#chat/order/bans.ts';
import { joining, joiningRole } from '#chat/order/channels.ts';
import { enterChannel } from '#chat/order/enter-channel.ts';
import { formerGuest, guestToken, mayReturnUntil } from '#chat/order/former-guests.ts';
import { nameTaken } from '#chat/order/name-taken.ts';
import { succession } from '#chat/order/succession.ts';
import { absent } from '#chat/order/present-user.ts';
import { accept, both, entryOf, noOp, refuse } from '#chat/order/verdict.ts';
import { isAmong, type Present, withRoom, type World } from '#chat/order/world.ts';
import { reported } from './cursor.ts';
import { kind, type Kind } from './kind.ts';

export const came: Kind<'came'> = kind({
  kept: false,
  each: true,
  /** A guest may become an account; no other change is allowed. */
  bySession(world, ordered, asked, current) {
    const { as, oneSession } = asked;
    if (current && ('guest' in as || !current.guest)) return refuse('here-already');
    const who = 'guest' in as ? ofGuest(world, ordered, as, asked.address) : ofAccount(world, ordered, as);
    if (typeof who === 'string' || 'code' in who) return refuse(who);
    const here = world.present(who.id);
    if (oneSession?.policy === 'refuse' && here?.bound?.some(({ listener }) => listener === oneSession.listener)) {
      return refuse('account-in-use');
    }
    return judgeEntering(world, ordered, asked, who, current);
  },
  concerns(world, { from, room }, { was, memberships }) {
    // A user who is present already arrives only in the room it enters.
    const comes = world.present(from.id) ? (room ? [room] : noRooms) : memberships;
    if (!was) return comes;
    const entered = room ? [room] : noRooms;
    // The rooms the guest leaves, and those the account enters.
    const all = [...(world.present(was.id)?.rooms ?? []), ...comes, ...entered];
    return [...new Map(all.map((each) => [each.id, each])).values()];
  },
  effects(world, { seq, from, room }, { guest, joined, memberships, was }) {
    const before = was && world.present(was.id);
    // An account that was removed may have had several sessions, and goes on as a guest with the others.
    const left = before?.sessions === 1 ? ending(world, before) : undefined;
    const comes = world.present(from.id)
      ? undefined
      : [isHere(from, guest, memberships, guest ? '' : awayOf(world, from.id))];
    const enters =
      joined && room ? both(joining(seq, room, from.id), invitationSpent(world, room.id, from.id)) : undefined;
    return both(left, both(comes, enters));
  },
});

/** A user's last session is over. An account stays a member of its rooms, a guest does not. `until`: it may come back before. */
const ending = (world: World, user: Present, until: Millis = 0): readonly Effect[] => [
  isGone(user, until),
  ...(user.guest ? succession(world, [user]) : []),
];

/** An account may have gone away, and come with another session. */
const awayOf = (world: World, user: UserId): string => world.account(user)?.away ?? '';

const isHere = (user: Speaker, guest: boolean, rooms: readonly Membership[], away: string): Effect => ({
  kind: 'presence',
  user,
  guest,
  here: true,
  away,
  rooms,
  until: 0,
});

const isGone = ({ ref, guest }: Present, until: Millis): Effect => ({
  kind: 'presence',
  user: ref,
  guest,
  here: false,
  away: '',
  rooms: [],
  until,
});

/** The asking session belongs to this user from here on. Its listener is kept only where that refuses further ones. */
const arrival = (
  { oneSession, mail, address }: Asked<'came'>,
  { id, guest, device }: Arriving,
  { was, rooms, entered, ignored }: Pick<SessionMoved, 'was' | 'rooms' | 'entered' | 'ignored'>,
): Effect => ({
  kind: 'session',
  user: id,
  was,
  guest,
  rooms,
  entered,
  listener: oneSession?.policy === 'refuse' ? oneSession.listener : undefined,
  replaces: oneSession?.policy === 'replace' ? oneSession.listener : undefined,
  mail: mail === true,
  address,
  ignored,
  device,
});

function judgeEntering(
  world: World,
  ordered: Ordered,
  asked: Asked<'came'>,
  who: Arriving,
  current: Present | undefined,
): Verdict {
  const user: Speaker = { id: who.id, name: who.name, account: !who.guest };
  const here = world.present(who.id);
  const before = here?.rooms ?? (who.guest ? noRooms : world.memberships(who.id));
  const from = asked.address === undefined ? here?.addresses : [...(here?.addresses ?? []), asked.address];
  const entering = { id: who.id, name: who.name, addresses: from, guest: who.guest, rooms: before };
  const out = whyBanned(world, entering, who.guest, ordered.draft.at);
  if (out) return refuse(out);
  const wanted = ordered.draft.room;
  const place = wanted === undefined ? undefined : enterChannel(world, ordered, wanted, entering);
  if (place && 'code' in place) return refuse(place);
  const entered = place?.room;
  const joined = entered !== undefined && !isAmong(before, entered.id);
  const memberships = joined ? withRoom(world, before, entered, joiningRole(ordered.seq, entered)) : before;
  const arrives = arrival(asked, who, {
    was: current?.id ?? 0,
    rooms: memberships,
    entered: entered?.id ?? 0,
    ignored: world.ignored(who.id),
  });
  const token = 'guest' in asked.as ? guestToken(world, ordered, asked.as, who.id) : undefined;
  const session = token ? [arrives, token] : [arrives];
  if (here && !joined && !current) return noOp(user, entered, session);
  const away = here?.away ?? (who.guest ? '' : awayOf(world, who.id));
  const plain = { kind: 'came', guest: who.guest, joined, memberships } as const;
  const was = current && { was: { id: current.id, name: current.name } };
  const event = away === '' && !was ? plain : { ...plain, ...(away !== '' && { away }), ...was };
  return accept(came, world, entryOf(ordered, user, event, entered), session);
}

const noRooms: readonly Membership[] = [];

/** `device`: by which an account comes, if it does. */
type Arriving = UserRef & { readonly guest: boolean; readonly device: Seq };

/** A new guest, or one who comes back: under another name as if it had been renamed. */
function ofGuest(
  world: World,
  ordered: Ordered,
  { guest: wanted, group, former: token }: Extract<Identity, { readonly guest: string }>,
  address: string | undefined,
): Arriving | Refusal | RefusalCode {
  const parsed = group ? parseGroup(wanted) : parseName(wanted);
  if (typeof parsed === 'string') return parsed;
  // Groups of peer servers come as accounts; a user that has a group's name for the time of a session is a guest.
  if (!world.setting('guests')) return 'no-guests';
  const taken = nameTaken(world, parsed);
  if (taken) return taken;
  const { seq, draft } = ordered;
  const former = formerGuest(world, token, draft.at);
  const who = { id: former?.id ?? seq, name: parsed.name, guest: true, device: 0 };
  if (!former || former.name === parsed.name) return who;
  const addresses = address === undefined ? undefined : [address];
  const before = { ...absent({ ...former, account: false }), addresses };
  return whyKeepsName(world, ordered, before, parsed.name) ?? who;
}

function ofAccount(
  world: World,
  { draft: { at } }: Ordered,
  { account: id, version, device }: Extract<Identity, { readonly account: UserId }>,
): Arriving | RefusalCode {
  const account = world.account(id);
  if (!account || account.version !== version) return device === undefined ? 'credential-stale' : 'grant-invalid';
  if (device === undefined) return { id, name: account.name, guest: false, device: 0 };
  const token = world.token(device);
  if (!isGrant(token, at) || token.purpose !== 'device' || token.owner !== id) return 'grant-invalid';
  return { id, name: account.name, guest: false, device: token.id };
}

export const went: Kind<'went'> = kind({
  kept: false,
  byUser(world, ordered, asked, user) {
    const session = [departure(user), ...reported(world, user, asked)];
    if (user.sessions > 1) return noOp(user.ref, undefined, session);
    const { id, guest } = user;
    const until = guest && !asked.loggedOut ? mayReturnUntil(world, id, ordered.draft.at) : 0;
    const event = { kind: 'went', guest, ...(until > 0 && { until }) } as const;
    return accept(went, world, entryOf(ordered, user.ref, event), session);
  },
  concerns: (world, { from }) => world.present(from.id)?.rooms ?? [],
  effects(world, { from }, { until }) {
    const user = world.present(from.id);
    return user && ending(world, user, until);
  },
});

const departure = ({ id, guest }: Present): Effect => ({
  kind: 'session',
  user: 0,
  was: id,
  guest,
  rooms: [],
  entered: 0,
  listener: undefined,
  replaces: undefined,
  mail: false,
  address: undefined,
  ignored: nobody,
  device: 0,
});

/** An account keeps its name: its password protects that name, in every dialect. */
export const renamed: Kind<'renamed'> = kind({
  kept: true,
  byUser(world, ordered, { name: wanted }, user) {
    const parsed = parseName(wanted);
    if (typeof parsed === 'string') return refuse(parsed);
    if (parsed.name === user.name) return noOp(user.ref);
    if (!user.guest) return refuse('name-fixed');
    const held = nameTaken(world, parsed, user);
    if (held) return refuse(held);
    const keeps = whyKeepsName(world, ordered, user, parsed.name);
    if (keeps) return refuse(keeps);
    const renamedTo: Speaker = { id: user.id, name: parsed.name, account: false };
    return accept(renamed, world, entryOf(ordered, renamedTo, { kind: 'renamed', before: user.name }));
  },
  concerns: (world, { from }) => world.present(from.id)?.rooms ?? [],
  effects: (_world, { from }) => [{ kind: 'name', user: from }],
});
