import type { Millis, UserId } from '#chat/event.ts';
import type { Listing } from '#chat/lists.ts';
import { comparedNames, isBroad, matcherOf } from '#chat/masks.ts';

/** What masks look at. */
export interface Matched {
  readonly id: UserId;
  readonly name: string;
  /** The keyed hashes of the addresses of its sessions. */
  readonly addresses: readonly string[] | undefined;
}

/** Until when a list hits somebody: 0 where no row matches, Infinity where one counts for ever. */
export interface Hit {
  /** By a row that names just this user. */
  readonly exact: Millis;
  /** By a name with wildcards, or an address. */
  readonly broad: Millis;
}

/** The rows of one list, so laid out that only those with wildcards are looked at one by one. */
export type MaskSet = (who: Matched) => Hit;

const unhit: Hit = { exact: 0, broad: 0 };

/** Undefined for a list without rows. */
export function maskSet(rows: readonly Pick<Listing, 'key' | 'user' | 'until'>[]): MaskSet | undefined {
  if (rows.length === 0) return undefined;
  const names = new Map<string, Millis>();
  const users = new Map<UserId, Millis>();
  const addresses = new Map<string, Millis>();
  const globs: { readonly matches: (name: string) => boolean; readonly until: Millis }[] = [];
  for (const { key, user, until: end } of rows) {
    const until = end === 0 ? Infinity : end;
    if (user !== undefined) later(users, user, until);
    if (key.startsWith('address:')) later(addresses, key.slice('address:'.length), until);
    else if (isBroad(key)) globs.push({ matches: matcherOf(key), until });
    else later(names, key, until);
  }
  return ({ id, name, addresses: from }) => {
    const compared = comparedNames(name);
    const exact = Math.max(users.get(id) ?? 0, ...compared.map((each) => names.get(each) ?? 0));
    let broad = from && addresses.size > 0 ? Math.max(0, ...from.map((each) => addresses.get(each) ?? 0)) : 0;
    for (const { matches, until } of globs) if (until > broad && compared.some(matches)) broad = until;
    return exact === 0 && broad === 0 ? unhit : { exact, broad };
  };
}

/** Of two rows for the same, the one that counts longer. */
function later<K>(map: Map<K, Millis>, key: K, until: Millis): void {
  map.set(key, Math.max(until, map.get(key) ?? 0));
}

/** How a list hits somebody: `undefined` stands for a list without rows. */
export const hitOf = (set: MaskSet | undefined, who: Matched): Hit => set?.(who) ?? unhit;
