import { english, type Texts } from './english.ts';

/** The languages there are, by the first part of their tag; all but English are loaded when they are spoken. */
const languages: Readonly<Record<string, () => Promise<Texts>>> = {
  en: () => Promise.resolve(english),
  de: async () => (await import('./german.ts')).german,
};

/** The first language of a list that the page speaks, or English. */
export async function choose(wanted: readonly string[]): Promise<Texts> {
  for (const tag of wanted) {
    const load = languages[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (load) return load();
  }
  return english;
}

/** What the page says. It is set once, before anything is shown. */
export const t: Texts = { ...english };

/** Without its file, a language is English. */
export async function speak(wanted: readonly string[]): Promise<void> {
  Object.assign(t, await choose(wanted).catch(() => english));
}
