import { english, type Texts } from './english.ts';

/** The languages, by the first part of their tag; all except English are loaded on demand. */
const languages: Readonly<Record<string, () => Promise<Texts>>> = {
  en: () => Promise.resolve(english),
  de: async () => (await import('./german.ts')).german,
};

/** The first available language of a list, otherwise English. */
export async function choose(wanted: readonly string[]): Promise<Texts> {
  for (const tag of wanted) {
    const load = languages[tag.split('-')[0]?.toLowerCase() ?? ''];
    if (load) return load();
  }
  return english;
}

/** The texts of the page. Set once, before anything is shown. */
export const t: Texts = { ...english };

/** If the file of a language cannot be loaded, English is used. */
export async function speak(wanted: readonly string[]): Promise<void> {
  Object.assign(t, await choose(wanted).catch(() => english));
}
