import type { UserRef } from '#chat/event.ts';

import { PickledNames } from './pickle.ts';

/**
 * The names of all who are online, as a client is shown them: pickled, in the order of the alphabet, without its own. Made
 * once per change and shared; only what stands around the asker's own name is put together for each.
 */
export class Peers {
  #people: readonly UserRef[] = [];
  #pickled = new PickledNames([]);

  /** `people`: the same array as long as nothing has changed. */
  shownTo(own: string | undefined, people: readonly UserRef[]): Uint8Array {
    if (people !== this.#people) {
      this.#people = people;
      // In no order is it known; in one it is easier to read.
      this.#pickled = new PickledNames(people.map(({ name }) => name).sort());
    }
    return this.#pickled.without(own);
  }
}
