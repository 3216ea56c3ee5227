import type { UserId } from '#chat/event.ts';
import { addressKey, hiddenAddress, type Listing, userKey } from '#chat/rights/moderation-lists.ts';
import { isBroad, type Mask, parseMask, showMask } from '#chat/rights/masks.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { accountNamed, userNamed, type World } from './world.ts';

/** What a mask matches at its place in the order: the rows it makes, how they are shown, and the one user it is about. */
export interface NamedMask {
  readonly rows: readonly Pick<Listing, 'key' | 'user'>[];
  readonly shown: string;
  readonly target: UserId | undefined;
}

/**
 * Looks up what a mask matches. A name without wildcards also names the user who has it now, who cannot
 * escape the mask by another name. `hashes`: the asker may know hashes of addresses.
 */
export function namedMask(world: World, text: string, hashes: boolean): NamedMask | RefusalCode {
  const mask = parseMask(text);
  return typeof mask === 'string' ? mask : resolve(world, mask, hashes);
}

function resolve(world: World, mask: Mask, hashes: boolean): NamedMask | RefusalCode {
  switch (mask.kind) {
    case 'name': {
      const target = isBroad(mask.glob) ? undefined : userNamed(world, mask.name)?.id;
      return { rows: [{ key: mask.glob, user: target }], shown: showMask(mask), target };
    }
    case 'account': {
      const account = accountNamed(world, mask.name);
      if (!account) return 'no-user';
      const rows = [{ key: userKey(account.id), user: account.id }];
      return { rows, shown: showMask({ kind: 'account', name: account.name }), target: account.id };
    }
    case 'address':
      if (!hashes) return 'not-allowed';
      return { rows: [{ key: addressKey(mask.hash), user: undefined }], shown: hiddenAddress, target: undefined };
    case 'addressOf': {
      const user = userNamed(world, mask.name);
      if (!user) return 'no-user';
      const addresses = [...new Set(world.present(user.id)?.addresses)].sort().slice(0, maxAddresses);
      if (addresses.length === 0) return 'no-address';
      const rows = addresses.map((hash) => ({ key: addressKey(hash), user: undefined }));
      return { rows, shown: showMask({ kind: 'addressOf', name: user.name }), target: user.id };
    }
  }
}

/** Addresses of one user that are listed at once. */
const maxAddresses = 16;

/** The rows of a list that a text names: by their key, or as they are shown. */
export function rowsNamed(
  world: World,
  listings: readonly Listing[],
  text: string,
  hashes: boolean,
): readonly Listing[] | RefusalCode {
  const mask = parseMask(text);
  if (typeof mask === 'string') return mask;
  const named = resolve(world, mask, hashes);
  // What was listed as the address of a user is found by that, wherever the user is now.
  const keys = typeof named === 'string' || mask.kind === 'addressOf' ? [] : named.rows.map(({ key }) => key);
  const shown = showMask(mask).toLowerCase();
  return listings.filter((row) => keys.includes(row.key) || row.shown.toLowerCase() === shown);
}
