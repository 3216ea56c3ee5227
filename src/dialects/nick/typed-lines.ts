import type { Console } from '../dialect.ts';

/** What a person types, one line when it is asked for. Nothing is lost that comes when nobody can take it. */
export class TypedLines {
  readonly #console: Console;
  readonly #take: (line: string | undefined) => boolean;
  #asking = false;
  #kept: { readonly line: string | undefined } | undefined;

  /** `take` gets a line, or undefined at the end of input; false when it cannot be taken before `ask` is called again. */
  constructor(console: Console, take: (line: string | undefined) => boolean) {
    this.#console = console;
    this.#take = take;
  }

  ask(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept) this.#give(kept.line);
    else if (!this.#asking) void this.#read();
  }

  /** Puts a line back that was taken. */
  keep(line: string | undefined): void {
    this.#kept = { line };
  }

  async #read(): Promise<void> {
    this.#asking = true;
    const line = await this.#console.line();
    this.#asking = false;
    this.#give(line);
  }

  #give(line: string | undefined): void {
    if (!this.#take(line)) this.keep(line);
  }
}
