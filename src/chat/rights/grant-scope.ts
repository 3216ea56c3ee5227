/**
 * What the holder of a bot's grant may do, as far as the account itself may: read what the account reads, which changes
 * nothing for its people; mark for them what is read and which mail no longer waits; post messages,
 * and change them; join and leave rooms, and set their topics; use the rights of the account's roles over rooms and users.
 */
export type Scope = 'read' | 'mark' | 'post' | 'rooms' | 'moderate';

export const allScopes: readonly Scope[] = ['read', 'mark', 'post', 'rooms', 'moderate'];

export const isScope = (text: string): text is Scope => allScopes.some((scope) => scope === text);

/** In the order of `allScopes`, each once. Undefined where one is unknown, or none is there. */
export function parseScopes(words: readonly string[]): readonly Scope[] | undefined {
  if (words.length === 0 || !words.every(isScope)) return undefined;
  return allScopes.filter((scope) => words.includes(scope));
}
