import { english, type Texts } from './english.ts';
import { german } from './german.ts';

/** The languages there are, by the first part of their tag. */
const languages: Readonly<Record<string, Texts>> = { en: english, de: german };

/** The first language of a list that the page speaks, or English. */
export function choose(wanted: readonly string[]): Texts {
  for (const tag of wanted) {
    const found = languages[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (found) return found;
  }
  return english;
}

/** What the page says. It is set once, before anything is shown. */
export const t: Texts = { ...english };

export function speak(wanted: readonly string[]): void {
  Object.assign(t, choose(wanted));
}
