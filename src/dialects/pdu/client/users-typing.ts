import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

/** How long a user is shown as typing. */
export const typingLasts: Millis = 6000;
/** The most users that are kept. */
const most = 100;

/** The users who are typing, by place and name. */
export class UsersTyping {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #changed: () => void;
  /** `stop` cancels the timer. */
  readonly #typing = new Map<string, { readonly place: string; readonly name: string; readonly stop: () => void }>();

  constructor(clock: Pick<Clock, 'after'>, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  begin(place: string, name: string): void {
    const key = `${place} ${name}`;
    this.#typing.get(key)?.stop();
    if (this.#typing.size >= most) return;
    const stop = this.#clock.after(typingLasts, () => this.end(place, name));
    this.#typing.set(key, { place, name, stop });
    this.#changed();
  }

  end(place: string, name: string): void {
    const key = `${place} ${name}`;
    this.#typing.get(key)?.stop();
    if (this.#typing.delete(key)) this.#changed();
  }

  /** A user who has left is no longer typing. */
  gone(name: string): void {
    for (const each of [...this.#typing.values()]) if (each.name === name) this.end(each.place, name);
  }

  clear(): void {
    for (const { stop } of this.#typing.values()) stop();
    this.#typing.clear();
    this.#changed();
  }

  /** The names of the users who are typing at one of these places. */
  at(...places: readonly string[]): readonly string[] {
    return [...this.#typing.values()].filter(({ place }) => places.includes(place)).map(({ name }) => name);
  }
}
