import type { Millis, RoomId, UserId } from '#chat/event.ts';
import type { Listing, ListName } from '#chat/rights/moderation-lists.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { type Counting, type Hit, hitOf, type Matched, type MaskSet, maskSet } from './mask-set.ts';
import type { Present } from './present-user.ts';

/** The lists of a room, or of the server, as sets to be asked; undefined for those without rows. */
export type Lists = { readonly [name in ListName]: MaskSet | undefined };

export const listsOf = (rows: readonly Listing[]): Lists => {
  const set = (name: ListName): MaskSet | undefined => maskSet(rows.filter(({ list }) => list === name));
  return { ban: set('ban'), mute: set('mute'), exception: set('exception'), invitation: set('invitation') };
};

/** How far the lists do not apply to a user. `some`: masks with wildcards and addresses do not hit it. `all`: none does. */
export type Immunity = 'none' | 'some' | 'all';

/**
 * The row by which a list hits somebody at that time. The more exact row wins: an exception that names just this user keeps
 * every row off it, another one those with wildcards and addresses.
 */
export function hitting(hit: Hit, exception: Hit, immunity: Immunity, at: Millis): Counting | undefined {
  if (immunity === 'all' || at < exception.exact.until) return undefined;
  if (at < hit.exact.until) return hit.exact;
  return immunity === 'none' && at < hit.broad.until && at >= exception.broad.until ? hit.broad : undefined;
}

/** Whether a list has a row for somebody at that time. */
export const isNamed = ({ exact, broad }: Hit, at: Millis): boolean => at < exact.until || at < broad.until;

/** The ban by which somebody may not be in a room, or in the chat. */
export function banOf(
  { ban, exception }: Lists,
  who: Matched,
  immunity: () => Immunity,
  at: Millis,
): Counting | undefined {
  const hit = hitOf(ban, who);
  // Immunity takes a look at accounts and roles: nearly always no row hits.
  return isNamed(hit, at) ? hitting(hit, hitOf(exception, who), immunity(), at) : undefined;
}

/** What somebody is told of the row of a list that hits it. */
export function refusalBy({ until, reason }: Counting, code: RefusalCode, at: Millis, room?: string): Refusal {
  const end = until === Infinity ? {} : { until, at };
  return { code, ...(room !== undefined && { room }), ...end, ...(reason !== '' && { reason }) };
}

/** What limits speech in a room. Asked for every message there, so that it remembers what it found out about a user. */
export interface SpeechRules {
  /** Why the user may not speak there at that time; undefined: it may. */
  forbids(user: Present, at: Millis): Refusal | undefined;
  /** Why the user may not send another message there yet; undefined: it may. */
  readonly delays?: (user: Present, at: Millis) => Refusal | undefined;
}

/** What the lists say of a user, while its name, its account and its addresses are these. */
interface Found {
  readonly ref: Present['ref'];
  readonly addresses: Present['addresses'];
  readonly ban: Hit;
  readonly mute: Hit;
  readonly exception: Hit;
}

export interface SpeechRulesOptions {
  readonly room: RoomId;
  /** Its name now; undefined for the whole server. Asked for those whom a list hits. */
  readonly name: () => string | undefined;
  readonly lists: Lists;
  /** Looked at only for those whom a list hits. */
  readonly immunity: (user: UserId, room: RoomId) => Immunity;
  /** The code of the refusal for those who are banned. */
  readonly banned: RefusalCode;
  /** The rules of the whole server, if it has any. */
  readonly everywhere: SpeechRules | undefined;
}

/** Undefined where nothing limits speech. Without bans and mutes in the room, the rules of the whole server apply. */
export function speechRulesOf({
  room,
  name,
  lists,
  immunity,
  banned,
  everywhere,
}: SpeechRulesOptions): SpeechRules | undefined {
  const { ban, mute, exception } = lists;
  if (!ban && !mute) return everywhere;
  const known = new WeakMap<Present, Found>();

  function find(user: Present): Found {
    const found = known.get(user);
    if (found && found.ref === user.ref && found.addresses === user.addresses) return found;
    const { ref, addresses } = user;
    const hits = { ban: hitOf(ban, user), mute: hitOf(mute, user), exception: hitOf(exception, user) };
    const made: Found = { ref, addresses, ...hits };
    known.set(user, made);
    return made;
  }

  function judge({ ban, mute, exception }: Found, { id }: Present, at: Millis): Refusal | undefined {
    const above = immunity(id, room);
    const banning = hitting(ban, exception, above, at);
    if (banning) return refusalBy(banning, banned, at, name());
    const muting = hitting(mute, exception, above, at);
    return muting && refusalBy(muting, 'muted', at, name());
  }

  return {
    forbids(user, at) {
      const found = find(user);
      return (isIn(found, at) ? judge(found, user, at) : undefined) ?? everywhere?.forbids(user, at);
    },
  };
}

/** Whether any row counts for it; nearly always none does. */
const isIn = ({ ban, mute }: Found, at: Millis): boolean => isNamed(ban, at) || isNamed(mute, at);
