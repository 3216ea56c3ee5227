interface TypedLine {
  readonly text: string;
  /** The line is one of several pasted lines. */
  readonly pasted: boolean;
}

/** Typed or piped lines, until they are requested. */
export class TypedInput {
  readonly #lines: TypedLine[] = [];
  #ask: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #amongPasted = false;

  get waiting(): number {
    return this.#lines.length;
  }

  /** A line is requested and has not come. */
  get asked(): boolean {
    return this.#ask !== undefined;
  }

  /** The last line was one of several pasted lines. */
  get amongPasted(): boolean {
    return this.#amongPasted;
  }

  /** Adds one line, or several pasted lines entered with one Return key. */
  push(lines: readonly string[]): void {
    for (const text of lines) this.#lines.push({ text, pasted: lines.length > 1 });
    const ask = this.#ask;
    this.#ask = undefined;
    if (ask) ask(this.#take());
  }

  /** The end of input, after all lines. */
  end(): void {
    this.#ended = true;
    this.#ask?.(undefined);
    this.#ask = undefined;
  }

  /** The next line; undefined at the end and always after it. One call at a time. */
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
