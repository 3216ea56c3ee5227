import { Writable } from 'node:stream';

/** A terminal of endless height that understands what a line editor writes: text, CR, LF, CSI A, B, C, D, G and J. */
export class Screen extends Writable {
  readonly isTTY: boolean = true;
  readonly columns: number;
  readonly #rows: string[] = [''];
  /** Whether a row goes on in the next one. */
  readonly #wraps: Set<number> = new Set();
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    super({ decodeStrings: false });
    this.columns = columns;
  }

  /** What stands there, in lines whatever the rows, without the blanks at their ends that nobody sees. */
  get lines(): readonly string[] {
    const joined = this.#rows.map((row, n) => (this.#wraps.has(n) ? row : `${row}\n`)).join('');
    return joined
      .slice(0, -1)
      .split('\n')
      .map((line) => line.trimEnd());
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    for (const [, csi, count, letter, sign = ''] of String(chunk).matchAll(/(\x1b\[)(\d*)([A-Z])|(.)/gsu)) {
      if (csi === undefined) this.#put(sign);
      else this.#move(letter ?? '', Number(count));
    }
    done();
  }

  #put(sign: string): void {
    if (sign === '\r') this.#column = 0;
    else if (sign === '\n') this.#down(false);
    else {
      // Terminals wrap when the next character comes, not when the row is full.
      if (this.#column === this.columns) this.#down(true);
      const row = (this.#rows[this.#row] ?? '').padEnd(this.#column);
      this.#rows[this.#row] = row.slice(0, this.#column) + sign + row.slice(this.#column + 1);
      this.#column++;
    }
  }

  #down(wrapped: boolean): void {
    if (wrapped) this.#wraps.add(this.#row);
    this.#row++;
    this.#column = 0;
    this.#rows[this.#row] ??= '';
  }

  #move(letter: string, count: number): void {
    const by = count || 1;
    if (letter === 'A') this.#row = Math.max(0, this.#row - by);
    else if (letter === 'B') this.#row = Math.min(this.#rows.length - 1, this.#row + by);
    else if (letter === 'C') this.#column += by;
    else if (letter === 'D') this.#column = Math.max(0, this.#column - by);
    else if (letter === 'G') this.#column = by - 1;
    else if (letter === 'J') this.#erase();
    else throw new Error(`CSI ${count} ${letter} is not understood`);
  }

  #erase(): void {
    this.#rows.length = this.#row + 1;
    this.#rows[this.#row] = (this.#rows[this.#row] ?? '').slice(0, this.#column);
    for (const row of [...this.#wraps]) if (row >= this.#row) this.#wraps.delete(row);
  }
}
