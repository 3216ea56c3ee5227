import { fold } from '#chat/names/names.ts';

/** Words that are remembered. */
const most = 200;

/** Names of users, or of rooms, that were seen. */
export class RecentWords {
  /** The words as they were last seen, by folded name; the latest last. */
  readonly #words = new Map<string, string>();

  note(word: string): void {
    const key = fold(word);
    this.#words.delete(key);
    this.#words.set(key, word);
    for (const oldest of this.#words.keys()) {
      if (this.#words.size <= most) break;
      this.#words.delete(oldest);
    }
  }

  /** The words that begin with `begun`, in any case; the latest first. */
  beginningWith(begun: string): readonly string[] {
    const key = fold(begun);
    return [...this.#words].toReversed().flatMap(([folded, word]) => (folded.startsWith(key) ? [word] : []));
  }
}
