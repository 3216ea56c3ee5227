/** One that takes turns. It holds its place in the rotation itself, so that turns need no extra memory. */
export interface TurnTaker<T> {
  /** Whose turns come after and before its own; undefined while it is in no rotation. */
  nextInTurn: T | undefined;
  previousInTurn: T | undefined;
  /** Cost it may still spend before the next one's turn. */
  credit: number;
}

/** What the cheapest thing costs. */
export const leastCost = 256;

/**
 * Deficit round robin (Shreedhar and Varghese, 1995): everybody spends the same cost over time, however much of it one
 * thing costs. The first thing of a turn is always given; what it costs beyond the turn's credit is waited off in later
 * turns.
 */
export class Rotation<T extends TurnTaker<T>> {
  readonly #quantum: number;
  #first: T | undefined = undefined;

  /** `quantum`: the cost that one turn gives. With `leastCost` nobody's second thing comes before anybody's first. */
  constructor(quantum: number) {
    this.#quantum = quantum;
  }

  get empty(): boolean {
    return this.#first === undefined;
  }

  /** Adds one that is not in it, behind all others. */
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

  /** Whose turn it is: the same one until its credit is spent. */
  get current(): T | undefined {
    let first = this.#first;
    while (first && first.credit <= 0) {
      first.credit += this.#quantum;
      first = first.nextInTurn;
    }
    this.#first = first;
    return first;
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
