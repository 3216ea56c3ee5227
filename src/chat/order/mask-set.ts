import type { Millis, UserId } from '#chat/event.ts';
import type { Listing } from '#chat/rights/moderation-lists.ts';
import { comparedNames, isBroad, matcherOf } from '#chat/rights/masks.ts';

/** What masks look at. */
export interface Matched {
  readonly id: UserId;
  readonly name: string;
  /** The keyed hashes of the addresses of its sessions. */
  readonly addresses: readonly string[] | undefined;
}

/** Of the rows that match somebody, the one that counts longest. */
export interface Counting {
  /** 0 where no row matches, Infinity where one counts for ever. */
  readonly until: Millis;
  /** Empty: none was given. */
  readonly reason: string;
}

/** How a list hits somebody. */
export interface Hit {
  /** By a row that names just this user. */
  readonly exact: Counting;
  /** By a name with wildcards, or an address. */
  readonly broad: Counting;
}

/** The rows of one list, so laid out that only those with wildcards are looked at one by one. */
export type MaskSet = (who: Matched) => Hit;

const none: Counting = { until: 0, reason: '' };
const noHit: Hit = { exact: none, broad: none };

type Row = Pick<Listing, 'key' | 'user' | 'until' | 'reason'>;

/** A change of one row makes all sets of its room anew, of the same other rows. */
const matchers = new WeakMap<Row, (name: string) => boolean>();

function matcherFor(row: Row): (name: string) => boolean {
  const known = matchers.get(row) ?? matcherOf(row.key);
  matchers.set(row, known);
  return known;
}

/** Undefined for a list without rows. */
export function maskSet(rows: readonly Row[]): MaskSet | undefined {
  if (rows.length === 0) return undefined;
  const names = new Map<string, Counting>();
  const users = new Map<UserId, Counting>();
  const addresses = new Map<string, Counting>();
  const globs: { readonly matches: (name: string) => boolean; readonly row: Counting }[] = [];
  for (const listing of rows) {
    const { key, user, until, reason } = listing;
    const row = { until: until === 0 ? Infinity : until, reason };
    if (user !== undefined) add(users, user, row);
    if (key.startsWith('address:')) add(addresses, key.slice('address:'.length), row);
    else if (isBroad(key)) globs.push({ matches: matcherFor(listing), row });
    else add(names, key, row);
  }
  return ({ id, name, addresses: from }) => {
    const compared = comparedNames(name);
    let exact = users.get(id) ?? none;
    for (const each of compared) exact = longer(exact, names.get(each));
    let broad = none;
    if (from && addresses.size > 0) for (const each of from) broad = longer(broad, addresses.get(each));
    for (const { matches, row } of globs) if (row.until > broad.until && compared.some(matches)) broad = row;
    return exact === none && broad === none ? noHit : { exact, broad };
  };
}

const longer = (one: Counting, other: Counting | undefined): Counting =>
  other && other.until > one.until ? other : one;

function add<K>(map: Map<K, Counting>, key: K, row: Counting): void {
  map.set(key, longer(row, map.get(key)));
}

/** How a list hits somebody: `undefined` is a list without rows. */
export const hitOf = (set: MaskSet | undefined, who: Matched): Hit => set?.(who) ?? noHit;
