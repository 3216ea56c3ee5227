import { asWritten, type Name } from './names.ts';

/**
 * The key of an old account or channel that the present rules would refuse: its name is no longer valid, or is now equal
 * to that of an older one. It is found only by its exact name as shown. No folded name contains a colon. A migration
 * that recomputes folded names recomputes these, too.
 */
export const exactKey = ({ name, folded }: Name): string => `${folded}:${name}`;

/**
 * The key to look up a name as a user wrote it: the folded name, unless `find` has something with exactly that name.
 */
export function keyOf(find: (key: string) => { readonly name: string } | undefined, text: string): string {
  const name = asWritten(text);
  if (find(name.folded)?.name === name.name) return name.folded;
  const exact = exactKey(name);
  return find(exact) ? exact : name.folded;
}

/** The key of the account of that name, if there is one. */
export const accountKey = (
  on: { accountNamed(key: string): { readonly name: string } | undefined },
  text: string,
): string => keyOf((key) => on.accountNamed(key), text);
