interface TypedLine {
  readonly text: string;
  /** It came together with others. */
  readonly pasted: boolean;
}

/** Lines as they were typed or piped in, until they are asked for. */
export class TypedInput {
  readonly #lines: TypedLine[] = [];
  #ask: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #amongPasted = false;

  /** Lines that were not asked for yet. */
  get waiting(): number {
    return this.#lines.length;
  }

  /** A line is asked for and has not come. */
  get asked(): boolean {
    return this.#ask !== undefined;
  }

  /** The line given last came together with others. */
  get amongPasted(): boolean {
    return this.#amongPasted;
  }

  /** One line, or several that were pasted and came with one return key. */
  push(lines: readonly string[]): void {
    for (const text of lines) this.#lines.push({ text, pasted: lines.length > 1 });
    const ask = this.#ask;
    this.#ask = undefined;
    if (ask) ask(this.#take());
  }

  /** The end of input, behind all lines. */
  end(): void {
    this.#ended = true;
    this.#ask?.(undefined);
    this.#ask = undefined;
  }

  /** The next line; undefined at the end, for ever after. Ask for one at a time. */
  next(): Promise<string | undefined> {
    if (this.#lines.length > 0 || this.#ended) return Promise.resolve(this.#take());
    return new Promise((resolve) => (this.#ask = resolve));
  }

  #take(): string | undefined {
    const line = this.#lines.shift();
    this.#amongPasted = line?.pasted === true;
    return line?.text;
  }
}
