import { asWritten, fold, looksLike, maxNameBytes, maxNamePoints } from '#chat/names/names.ts';

/**
 * Whom a list names. A name may hold `*`, any characters, and `?`, any one character. An account is found by its id, so
 * nothing that is done to its name matters; an address by its hash, or as that of a user who is present.
 */
export type Mask =
  | { readonly kind: 'name'; readonly name: string; readonly glob: string }
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'address'; readonly hash: string }
  | { readonly kind: 'addressOf'; readonly name: string };

/** An address as masks have it: a keyed hash, in hexadecimal. */
const hash = /^[0-9a-f]{32}$/;
const accountPrefix = 'account:';
const addressPrefix = 'address:';
/** What neither a name nor a wildcard may hold. Names are judged by `parseName`; these masks only have to be harmless. */
const forbidden = /[\p{Z}\p{C}\p{White_Space}:,;!@/\\"'\ufffd]/u;
const wildcard = /[*?]/;
const utf8 = new TextEncoder();

/** A mask as a user wrote it: `bob`, `b*`, `account:bob`, `address:bob`, `address:HASH`. */
export function parseMask(text: string): Mask | 'mask-invalid' {
  if (text.startsWith(accountPrefix)) return named('account', text.slice(accountPrefix.length));
  if (!text.startsWith(addressPrefix)) return globOf(text);
  const rest = text.slice(addressPrefix.length);
  return hash.test(rest) ? { kind: 'address', hash: rest } : named('addressOf', rest);
}

/** As it is written, and read again by `parseMask`. */
export function showMask(mask: Mask): string {
  switch (mask.kind) {
    case 'name':
      return mask.name;
    case 'account':
      return accountPrefix + mask.name;
    case 'address':
      return addressPrefix + mask.hash;
    case 'addressOf':
      return addressPrefix + mask.name;
  }
}

/** Whether it may match several names. */
export const isBroad = (glob: string): boolean => wildcard.test(glob);

function named(kind: 'account' | 'addressOf', text: string): Mask | 'mask-invalid' {
  const { name } = asWritten(text);
  return fits(name) && !wildcard.test(name) ? { kind, name } : 'mask-invalid';
}

function globOf(text: string): Mask | 'mask-invalid' {
  if (text.length > 4 * maxNameBytes) return 'mask-invalid';
  const name = text.normalize('NFKC').replace(/\*+/g, '*');
  const glob = fold(name);
  return fits(name) && fits(glob) ? { kind: 'name', name, glob } : 'mask-invalid';
}

const fits = (name: string): boolean =>
  name !== '' && !forbidden.test(name) && [...name].length <= maxNamePoints && utf8.encode(name).length <= maxNameBytes;

/** A name as masks compare it: folded, and as it looks where that differs (see `looksLike`). */
export function comparedNames(name: string): readonly string[] {
  const folded = fold(name);
  const drawn = looksLike(name);
  return drawn === folded ? [folded] : [folded, drawn];
}

/**
 * Returns a function that tells whether a folded name matches. Goes back to the last `*` only, so it takes at most the
 * product of both lengths in steps, and both are at most `maxNamePoints` characters or a little more after folding.
 */
export function matcherOf(glob: string): (folded: string) => boolean {
  const wanted = [...glob];
  const [prefix = ''] = glob.split(wildcard);
  return (folded) => folded.startsWith(prefix) && matches(wanted, [...folded]);
}

function matches(wanted: readonly string[], name: readonly string[]): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let next = 0; next < name.length;) {
    if (wanted[at] === '*') {
      star = at++;
      resume = next;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === name[next])) {
      at++;
      next++;
    } else if (star < 0) return false;
    else {
      at = star + 1;
      next = ++resume;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}
