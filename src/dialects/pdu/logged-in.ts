import { fold } from '#chat/names/names.ts';

/** The users logged in at one listener, and their ids. */
export class LoggedIn {
  readonly #sessions: Map<string, number> = new Map();
  #last = 0;

  has(name: string): boolean {
    return this.#sessions.has(fold(name));
  }

  /** Returns the session's id: 1, 2, 3 … */
  add(name: string): number {
    const key = fold(name);
    this.#sessions.set(key, (this.#sessions.get(key) ?? 0) + 1);
    return ++this.#last;
  }

  remove(name: string): void {
    const key = fold(name);
    const left = (this.#sessions.get(key) ?? 0) - 1;
    if (left > 0) this.#sessions.set(key, left);
    else this.#sessions.delete(key);
  }
}
