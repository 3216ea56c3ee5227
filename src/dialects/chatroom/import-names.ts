import { type Name, parseName } from '#chat/names/names.ts';

/** Replaces a space in a name, because names have none here. */
const spaceMark = '_';

/** Maps an original's names to ours. */
export interface ImportNames {
  /** A valid name, or why it is invalid: the part of a sentence after "the name". */
  of(original: string): Name | string;
  /** The changed names, by the original ones. */
  readonly changed: ReadonlyMap<string, string>;
}

/** `others`: the folded names of users without a space, which no changed name may equal. */
export function importNames(others: ReadonlySet<string>): ImportNames {
  const changed = new Map<string, string>();
  return {
    changed,
    of(original) {
      const spaced = original.includes(' ');
      const parsed = parseName(original.replaceAll(' ', spaceMark));
      if (parsed === 'name-reserved') return 'is reserved here';
      if (typeof parsed === 'string') return 'is not allowed here';
      if (spaced && others.has(parsed.folded))
        return 'has spaces, and with _ in their place it is the name of another user';
      if (spaced) changed.set(original, parsed.name);
      return parsed;
    },
  };
}
