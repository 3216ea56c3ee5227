/** Whether a batch is under way, and the calls that wait for its end. */
export class UnderWay {
  readonly #later: (() => void)[] = [];
  #is = false;

  get is(): boolean {
    return this.#is;
  }

  begins(): void {
    this.#is = true;
  }

  /** Runs the calls that have waited. */
  ends(): void {
    this.#is = false;
    for (const run of this.#later.splice(0)) run();
  }

  /** Runs now, or right after the batch. */
  after(run: () => void): void {
    if (this.#is) this.#later.push(run);
    else run();
  }
}
