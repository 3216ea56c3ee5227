/**
 * Which numbers of a rising count are settled: all up to `upto`, and those in `beyond`. Counts that settle in order,
 * as nearly all do, keep `beyond` empty.
 */
export class SettledNumbers {
  upto: number;
  readonly beyond: Set<number>;

  constructor(upto = 0, beyond: Iterable<number> = []) {
    this.upto = upto;
    this.beyond = new Set(beyond);
  }

  has(n: number): boolean {
    return n <= this.upto || this.beyond.has(n);
  }

  add(n: number): void {
    if (n !== this.upto + 1) {
      if (n > this.upto) this.beyond.add(n);
      return;
    }
    this.upto = n;
    this.#close();
  }

  /** Marks all up to `n` as settled, seen or not. */
  raise(n: number): void {
    if (n <= this.upto) return;
    this.upto = n;
    for (const m of this.beyond) if (m <= n) this.beyond.delete(m);
    this.#close();
  }

  #close(): void {
    while (this.beyond.size > 0 && this.beyond.delete(this.upto + 1)) this.upto++;
  }
}
