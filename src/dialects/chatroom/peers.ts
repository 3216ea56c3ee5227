import type { UserId, UserRef } from '#chat/event.ts';

import { PickledNames } from './pickle.ts';

/** Who is online, as one client is told of it: without itself. Made once per change, and shared by all. */
export class Peers {
  #people: readonly UserRef[] = [];
  #ids: ReadonlySet<UserId> = new Set();
  #pickled = new PickledNames([]);

  /** The names, pickled in the order of the alphabet. `people`: the same array as long as nothing has changed. */
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
    // In no order is it known; in one it is easier to read.
    this.#pickled = new PickledNames(people.map(({ name }) => name).sort());
  }
}
