import { signal } from '@preact/signals';

/** One emoji: its name, as in `:name:`, and other words that find it. */
export interface Emoji {
  readonly sign: string;
  readonly category: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** Undefined until they are loaded. */
export const emojiList = signal<readonly Emoji[] | undefined>(undefined);
let loading: Promise<void> | undefined;

type Row = readonly [sign: string, category: string, name: string, ...words: string[]];

/** Loads the names of all emoji, once. If that fails, everything else works, and the next call tries again. */
export function loadEmoji(): Promise<void> {
  loading ??= fetchEmoji().catch(() => {
    loading = undefined;
  });
  return loading;
}

async function fetchEmoji(): Promise<void> {
  const rows: readonly Row[] = await (await fetch(document.documentElement.dataset['emoji'] ?? '')).json();
  emojiList.value = rows.map(([sign, category, name, ...words]) => ({ sign, category, name, words }));
}

/** Emoji whose name or words begin with the text; matches of names first. */
export function findEmoji(query: string, limit: number): readonly Emoji[] {
  const wanted = query.toLowerCase();
  const list = emojiList.value ?? [];
  const named = list.filter(({ name }) => name.startsWith(wanted));
  const meant = list.filter(
    ({ name, words }) => !name.startsWith(wanted) && words.some((word) => word.startsWith(wanted)),
  );
  const within = list.filter(({ name }) => name.includes(wanted, 1) && !name.startsWith(wanted));
  return [...new Set([...named, ...meant, ...within])].slice(0, limit);
}
