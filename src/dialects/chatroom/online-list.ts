import type { UserId, UserRef } from '#chat/event.ts';

import { PickledNames } from './pickle.ts';

/** The list of users online, without the client itself. Made once per change and shared by all sessions. */
export class OnlineList {
  #people: readonly UserRef[] = [];
  #ids: ReadonlySet<UserId> = new Set();
  #pickled = new PickledNames([]);

  /** The names, pickled in alphabetical order. `people`: the same array as long as nothing has changed. */
  namesFor(own: UserRef | undefined, people: readonly UserRef[]): Uint8Array {
    this.#see(people);
    return this.#pickled.without(own?.name);
  }

  /** How many there are. */
  countFor(own: UserRef | undefined, people: readonly UserRef[]): number {
    this.#see(people);
    return people.length - (own && this.#ids.has(own.id) ? 1 : 0);
  }

  #see(people: readonly UserRef[]): void {
    if (people === this.#people) return;
    this.#people = people;
    this.#ids = new Set(people.map(({ id }) => id));
    // The original's order is unknown; this one is easier to read.
    this.#pickled = new PickledNames(people.map(({ name }) => name).sort());
  }
}
