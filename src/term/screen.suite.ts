import { Writable } from 'node:stream';

/** Two cells wide, of the signs that tests use. */
const wide = /^[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60\u{1f1e6}-\u{1f1ff}\u{1f300}-\u{1faff}]$/u;
/** Signs that join the one before. */
const joining = /^(?:\p{M}|\u200d|\p{Emoji_Modifier})$/u;
const flagHalf = /^\p{Regional_Indicator}$/u;

/** What a terminal was told, beside text: the sequences a line editor writes, and those that colour or set a mode. */
const pieces = /\x1b\[([?\d]*)([A-Za-z])|(.)/gsu;

/**
 * A terminal of endless height that understands what a line editor writes: text, CR, LF, CSI A, B, C, D, G
 * and J. Where its cursor is (CSI 6 n) it tells by an event, `asked`.
 */
export class Screen extends Writable {
  readonly isTTY: boolean = true;
  columns: number;
  /** Modes (`?2004h`) and colours (`1m`) it was told, in their order. */
  readonly told: string[] = [];
  /** Cells; the right half of a wide sign is an empty one. */
  readonly #rows: string[][] = [[]];
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
    const joined = this.#rows.map((row, n) => (this.#wraps.has(n) ? row.join('') : `${row.join('')}\n`)).join('');
    return joined
      .slice(0, -1)
      .split('\n')
      .map((line) => line.trimEnd());
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    for (const [, count = '', letter, sign] of String(chunk).matchAll(pieces)) {
      if (sign !== undefined) this.#put(sign);
      else if (letter === 'n')
        this.emit('asked', `\x1b[${this.#row + 1};${Math.min(this.#column, this.columns - 1) + 1}R`);
      else if (letter === 'm' || letter === 'h' || letter === 'l') this.told.push(`${count}${letter}`);
      else this.#move(letter ?? '', Number(count));
    }
    done();
  }

  /** Wraps its lines anew, as most terminals do, and tells. */
  resize(columns: number): void {
    const [cells, wraps, row, column] = [[...this.#rows], new Set(this.#wraps), this.#row, this.#column];
    this.#rows.splice(0, Infinity, []);
    this.#wraps.clear();
    this.columns = columns;
    let cursor = { row: 0, column: 0 };
    [this.#row, this.#column] = [0, 0];
    for (const [n, part] of cells.entries()) {
      const signs = part
        .map((sign, at) => ({ sign, cells: part[at + 1] === '' ? 2 : 1, at }))
        .filter(({ sign }) => sign !== '');
      for (const { sign, cells: wide, at } of signs) {
        if (n === row && at === column) cursor = { row: this.#row, column: this.#column };
        this.#show(sign, wide);
      }
      if (n === row && column >= part.length) cursor = this.#behind(column - part.length);
      if (!wraps.has(n) && n < cells.length - 1) this.#down(false);
    }
    [this.#row, this.#column] = [cursor.row, cursor.column];
    this.emit('resize');
  }

  /** Leaves its rows as they are but for what does not fit, as some terminals do, and tells. */
  cut(columns: number): void {
    for (const [n, row] of this.#rows.entries()) this.#rows[n] = row.slice(0, columns);
    this.#wraps.clear();
    this.columns = columns;
    this.#column = Math.min(this.#column, columns - 1);
    this.emit('resize');
  }

  #behind(blanks: number): { row: number; column: number } {
    const column = this.#column + blanks;
    return column < this.columns ? { row: this.#row, column } : { row: this.#row + 1, column: column - this.columns };
  }

  #put(sign: string): void {
    if (sign === '\r') this.#column = 0;
    else if (sign === '\x07') this.told.push('bell');
    else if (sign === '\n') this.#down(false);
    else if (sign === '\t') this.#column = Math.min(this.#column - (this.#column % 8) + 8, this.columns - 1);
    else if (!this.#join(sign)) this.#show(sign, wide.test(sign) ? 2 : 1);
  }

  /** Whether it became a part of the sign before it. */
  #join(sign: string): boolean {
    const row = this.#rows[this.#row] ?? [];
    const at = row[this.#column - 1] === '' ? this.#column - 2 : this.#column - 1;
    const before = row[at];
    if (before === undefined) return false;
    const joins = joining.test(sign) || before.endsWith('\u200d') || (flagHalf.test(before) && flagHalf.test(sign));
    if (joins) row[at] = before + sign;
    return joins;
  }

  #show(sign: string, cells: number): void {
    // Terminals wrap when the next sign comes, not when the row is full.
    if (this.#column + cells > this.columns) this.#down(true);
    const row = this.#rows[this.#row] ?? [];
    while (row.length < this.#column) row.push(' ');
    row.splice(this.#column, cells, sign, ...(cells === 2 ? [''] : []));
    this.#column += cells;
  }

  #down(wrapped: boolean): void {
    if (wrapped) this.#wraps.add(this.#row);
    this.#row++;
    this.#column = 0;
    this.#rows[this.#row] ??= [];
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
    this.#rows[this.#row] = (this.#rows[this.#row] ?? []).slice(0, this.#column);
    for (const row of [...this.#wraps]) if (row >= this.#row) this.#wraps.delete(row);
  }
}
