import type { UserRef } from '#chat/event.ts';

import { PickledNames } from './pickle.ts';

/** The list of users online, without the client itself. Made once per change, when it is asked for, and shared by all sessions. */
export class OnlineList {
  #people: readonly UserRef[] = [];
  #pickled: PickledNames | undefined;

  /** The names, pickled in alphabetical order. `people`: by id; the same array as long as nothing has changed. */
  namesFor(own: UserRef | undefined, people: readonly UserRef[]): Uint8Array {
    if (people !== this.#people) this.#pickled = undefined;
    this.#people = people;
    // The original's order is unknown. Alphabetical order is easier to read.
    this.#pickled ??= new PickledNames(people.map(({ name }) => name).sort());
    return this.#pickled.without(own?.name);
  }

  /** The number of users in that list. It is sent in the answer to each public message, so it is computed without making the list. */
  countFor(own: UserRef | undefined, people: readonly UserRef[]): number {
    return people.length - (own && includes(people, own) ? 1 : 0);
  }
}

/** `people`: by id. */
function includes(people: readonly UserRef[], { id }: UserRef): boolean {
  let [low, high] = [0, people.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((people[middle]?.id ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return people[low]?.id === id;
}
