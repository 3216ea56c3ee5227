import { Turns } from './turns.ts';

interface Queue {
  readonly turns: Turns;
  /** How many are in it, the one whose turn it is included. */
  length: number;
}

/** Work in queues, one for each key: of one key only one at a time, the others wait in line. */
export class Queues {
  readonly #queues = new Map<string, Queue>();

  /** How many there are of this key. */
  lengthOf(key: string): number {
    return this.#queues.get(key)?.length ?? 0;
  }

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#queues.get(key);
    const queue = known ?? { turns: new Turns(1), length: 0 };
    if (!known) this.#queues.set(key, queue);
    queue.length++;
    return await queue.turns.take(async () => {
      try {
        return await work();
      } finally {
        queue.length--;
        if (queue.length === 0) this.#queues.delete(key);
      }
    });
  }
}
