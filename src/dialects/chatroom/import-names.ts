import { type Name, parseName } from '#chat/names.ts';

/** What stands for a space in a name, which no name has here. */
export const spaceMark = '_';

/** The names of an original, as they are here. */
export interface ImportNames {
  /** A name that may be taken, or why it may not be: a sentence's part that comes behind "the name". */
  of(original: string): Name | string;
  /** Those that were changed, by what they were. */
  readonly changed: ReadonlyMap<string, string>;
}

/** `others`: the folded names of users that have no space. None of them becomes somebody else's. */
export function importNames(others: ReadonlySet<string>): ImportNames {
  const changed = new Map<string, string>();
  return {
    changed,
    of(original) {
      const spaced = original.includes(' ');
      const parsed = parseName(original.replaceAll(' ', spaceMark));
      if (parsed === 'name-reserved') return 'is reserved here';
      if (typeof parsed === 'string') return 'is not allowed here';
      if (spaced && others.has(parsed.folded)) return 'has spaces, and with _ in their place it is somebody else’s';
      if (spaced) changed.set(original, parsed.name);
      return parsed;
    },
  };
}
