/** An item that takes turns. It stores its own place in the rotation, so that turns need no further memory. */
export interface TurnTaker<T> {
  /** Its neighbours in the rotation; undefined while it is in none. */
  nextInTurn: T | undefined;
  previousInTurn: T | undefined;
  /** Cost it may still spend before the next one's turn. */
  credit: number;
}

/** The cost of the cheapest draft or answer. */
export const leastCost = 256;

/**
 * Deficit round robin (Shreedhar and Varghese, 1995): all items spend the same cost over time, however much one piece of
 * work costs. The first piece of a turn is always done; if it costs more than the turn's credit, the item waits for later
 * turns.
 */
export class DeficitRoundRobin<T extends TurnTaker<T>> {
  readonly #quantum: number;
  #first: T | undefined = undefined;

  /** `quantum`: the cost that one turn gives. With `leastCost`, no item's second piece comes before another one's first. */
  constructor(quantum: number) {
    this.#quantum = quantum;
  }

  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Adds one that is not in it, after all others. */
  add(taker: T): void {
    const first = this.#first;
    const last = first?.previousInTurn;
    taker.credit = this.#quantum;
    taker.nextInTurn = first ?? taker;
    taker.previousInTurn = last ?? taker;
    if (last) last.nextInTurn = taker;
    if (first) first.previousInTurn = taker;
    else this.#first = taker;
  }

  /** The item whose turn it is: the same one until its credit is spent. */
  get current(): T | undefined {
    const began = this.#first;
    let first = began;
    while (first && first.credit <= 0) {
      first.credit += this.#quantum;
      first = first.nextInTurn;
      if (first && first === began) this.#skipRounds(first);
    }
    this.#first = first;
    return first;
  }

  /** Gives at once what all would get in the rounds in which none has credit: one piece of work may cost ten thousand turns. */
  #skipRounds(first: T): void {
    let rounds = Infinity;
    for (const { credit } of ring(first)) rounds = Math.min(rounds, Math.floor(-credit / this.#quantum) + 1);
    for (const taker of ring(first)) taker.credit += rounds * this.#quantum;
  }

  /** Removes one that is in it. */
  remove(taker: T): void {
    const { nextInTurn: next, previousInTurn: previous } = taker;
    taker.nextInTurn = undefined;
    taker.previousInTurn = undefined;
    if (next === taker) {
      this.#first = undefined;
      return;
    }
    if (next) next.previousInTurn = previous;
    if (previous) previous.nextInTurn = next;
    if (this.#first === taker) this.#first = next;
  }
}

/** All in a rotation, beginning with this one. */
function* ring<T extends TurnTaker<T>>(first: T): Generator<T> {
  let taker: T | undefined = first;
  do {
    yield taker;
    taker = taker.nextInTurn;
  } while (taker && taker !== first);
}
