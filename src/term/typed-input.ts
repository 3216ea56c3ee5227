/** Lines as they were typed or piped in, until somebody asks for them. */
export class TypedInput {
  readonly #lines: string[] = [];
  #ask: ((line: string | undefined) => void) | undefined;
  #ended = false;

  /** Lines nobody has asked for yet. */
  get waiting(): number {
    return this.#lines.length;
  }

  push(line: string): void {
    const ask = this.#ask;
    this.#ask = undefined;
    if (ask) ask(line);
    else this.#lines.push(line);
  }

  /** The end of input, behind all lines. */
  end(): void {
    this.#ended = true;
    this.#ask?.(undefined);
    this.#ask = undefined;
  }

  /** The next line; undefined at the end, for ever after. Ask for one at a time. */
  next(): Promise<string | undefined> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => (this.#ask = resolve));
  }
}
