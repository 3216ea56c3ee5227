/** Whether a batch is under way, and the calls that wait for its end. */
export class BatchUnderWay {
  readonly #later: (() => void)[] = [];
  #running = false;

  get running(): boolean {
    return this.#running;
  }

  begins(): void {
    this.#running = true;
  }

  /** Runs the calls that have waited. */
  ends(): void {
    this.#running = false;
    for (const run of this.#later.splice(0)) run();
  }

  /** Runs now, or right after the batch. */
  after(run: () => void): void {
    if (this.#running) this.#later.push(run);
    else run();
  }
}
