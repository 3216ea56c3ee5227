import type { Writable } from 'node:stream';

import { type Place, placeBehind } from './place.ts';

/** The screen; its size is undefined or 0 if unknown. */
export type Screen = Writable & { readonly columns?: number; readonly rows?: number };

/** The assumed size of a terminal that does not report one. */
const usualColumns = 80;
const usualRows = 24;
const askPlace = '\x1b[6n';

/** The prompt and the half-typed line as shown, before and after the cursor. */
export interface Shown {
  readonly before: string;
  readonly behind: string;
}

/**
 * The rows at the bottom of a terminal in which a line is edited. They are erased before output and drawn again after
 * it.
 */
export class InputArea {
  readonly #screen: Screen;
  /** What is on the screen, and the width it was drawn for. */
  #drawn: (Shown & { readonly columns: number }) | undefined;
  /** Unanswered questions for the cursor's position. */
  #asked = 0;

  /** Whether the terminal re-wraps its rows when the width changes, once that is known. */
  #reflows: boolean | undefined;

  constructor(screen: Screen, reflows: boolean | undefined) {
    this.#screen = screen;
    this.#reflows = reflows;
  }

  get #columns(): number {
    return this.#screen.columns || usualColumns;
  }

  get #rows(): number {
    return this.#screen.rows || usualRows;
  }

  /** The cursor's position is unknown until `placed` or `unplaced`; nothing may be drawn. */
  get unsure(): boolean {
    return this.#asked > 0;
  }

  draw(shown: Shown): void {
    const columns = this.#columns;
    const { before, behind } = within(shown, columns, this.#rows);
    const added = this.#addedTo(before, behind, columns);
    const end = placeBehind(before + behind, columns);
    const cursor = placeBehind(before, columns);
    if (added !== undefined) this.#screen.write(added);
    else this.#screen.write(`${this.#erasing()}${before}${behind}${settled(before + behind, end)}${back(end, cursor)}`);
    this.#drawn = { before, behind, columns };
  }

  erase(): void {
    const erasing = this.#erasing();
    if (erasing !== '') this.#screen.write(erasing);
    this.#drawn = undefined;
  }

  /** Leaves the line on the screen and goes to the next row. */
  leave({ before, behind }: Shown): void {
    this.#screen.write(`${this.#erasing()}${before}${behind}\r\n\x1b[J`);
    this.#drawn = undefined;
  }

  /** Other programs have written to the screen. The cursor is in an empty row. */
  forget(): void {
    this.#drawn = undefined;
    this.#asked = 0;
  }

  clearScreen(): void {
    this.#screen.write('\x1b[H\x1b[2J');
    this.forget();
  }

  /**
   * The screen has another size. Many terminals have re-wrapped the rows, others have not; where that matters, the
   * terminal is asked for its cursor's position.
   */
  resized(): void {
    const { reflowed, kept } = this.#candidates();
    if (!this.unsure && reflowed.rows === kept.rows) return this.#standsAt(kept);
    this.#asked++;
    this.#screen.write(askPlace);
  }

  /** The terminal reports its cursor's position, both from 1. */
  placed(row: number, column: number): void {
    if (this.#asked === 0 || --this.#asked > 0) return;
    const { reflowed, kept } = this.#candidates();
    const stayed = column - 1 === Math.min(kept.cols, this.#columns - 1);
    if (!stayed) this.#reflows = true;
    else if (kept.cols < this.#columns && column - 1 !== reflowed.cols) this.#reflows = false;
    const { rows, cols } = this.#likelier();
    this.#standsAt({ rows: Math.min(rows, row - 1), cols });
  }

  /** The terminal does not answer. */
  unplaced(): void {
    this.#asked = 0;
    this.#standsAt(this.#likelier());
  }

  /** If unknown, the lower bound: a part of an old prompt may remain, but no output is erased. */
  #likelier(): Place {
    const { reflowed, kept } = this.#candidates();
    const reflows = this.#reflows ?? reflowed.rows < kept.rows;
    return reflows ? reflowed : kept;
  }

  /** The cursor's place from the beginning of the area, with and without re-wrapping. */
  #candidates(): { readonly reflowed: Place; readonly kept: Place } {
    const { before = '', columns = this.#columns } = this.#drawn ?? {};
    return { reflowed: placeBehind(before, this.#columns), kept: placeBehind(before, columns) };
  }

  #standsAt({ rows }: Place): void {
    if (this.#drawn) this.#screen.write(`${up(rows)}\r\x1b[J`);
    this.#drawn = undefined;
  }

  #erasing(): string {
    if (!this.#drawn) return '';
    return `${up(placeBehind(this.#drawn.before, this.#drawn.columns).rows)}\r\x1b[J`;
  }

  /** The text to write if only something was appended within the row; else undefined. */
  #addedTo(before: string, behind: string, columns: number): string | undefined {
    const drawn = this.#drawn;
    if (!drawn || drawn.columns !== columns || behind !== '' || drawn.behind !== '') return undefined;
    const added = before.startsWith(drawn.before) ? before.slice(drawn.before.length) : undefined;
    if (added === undefined || !/^[ -~]+$/.test(added)) return undefined;
    return placeBehind(drawn.before, columns).cols + added.length < columns ? added : undefined;
  }
}

/** After a full row, terminals start the next one only when something is written there. */
const settled = (text: string, { rows, cols }: Place): string =>
  cols === 0 && rows > 0 && !text.endsWith('\n') ? ' \r' : '';

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');

const back = (end: Place, cursor: Place): string =>
  `${up(end.rows - cursor.rows)}${end.cols === cursor.cols && end.rows === cursor.rows ? '' : `\r${cursor.cols > 0 ? `\x1b[${cursor.cols}C` : ''}`}`;

/** The part around the cursor that fits the screen: rows that scrolled off cannot be erased. */
function within({ before, behind }: Shown, columns: number, rows: number): Shown {
  const most = Math.max(rows - 1, 1);
  const rowsOf = (text: string): number => placeBehind(text, columns).rows + 1;
  if (rowsOf(before + behind) <= most) return { before, behind };
  const half = behind === '' ? most : Math.max(Math.ceil(most / 2), 1);
  const from = least(before.length, (at) => rowsOf(`…${before.slice(at)}`) <= half);
  const shown = from === 0 ? before : `…${before.slice(from).replace(/^[\udc00-\udfff]/, '')}`;
  const start = (cut: number): string => behind.slice(0, behind.length - cut).replace(/[\ud800-\udbff]$/, '');
  const cut = least(behind.length, (length) => rowsOf(`${shown}${start(length)}…`) <= most);
  return { before: shown, behind: cut === 0 ? behind : `${start(cut)}…` };
}

/** The smallest number up to `most` for which `holds` is true; it is true for all larger ones. */
function least(most: number, holds: (n: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
