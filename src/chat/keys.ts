import { asWritten, type Name } from './names.ts';

/**
 * The key of an account or a channel that newer rules would no longer let be made: its name is not valid any more, or
 * has become equal to that of an older one. It is found by its name exactly as it is shown, and by no other. No folded
 * name has a colon. A migration that recomputes folded names recomputes these, too.
 */
export const exactKey = ({ name, folded }: Name): string => `${folded}:${name}`;

/**
 * The key to look something up by, for its name as somebody wrote it: the folded name, unless `find` has something else
 * of exactly that name.
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
