import type { Writable } from 'node:stream';

import { type Place, placeBehind } from './place.ts';

/** A screen of so many cells; undefined or 0 where it does not say. */
export type Screen = Writable & { readonly columns?: number; readonly rows?: number };

/** What a terminal that does not say how large it is is taken for. */
const usualColumns = 80;
const usualRows = 24;
const askPlace = '\x1b[6n';

/** The prompt and what is half typed, as they are to be seen: before the cursor, and behind it. */
export interface Shown {
  readonly before: string;
  readonly behind: string;
}

/** The rows at the bottom of a terminal in which a line is edited: they are drawn, and taken away for what arrives. */
export class InputArea {
  readonly #screen: Screen;
  /** What is on the screen now, and how wide that was then. */
  #drawn: (Shown & { readonly columns: number }) | undefined;
  /** How often the terminal was asked where its cursor is and has not answered. */
  #asked = 0;

  /** Whether the terminal wraps its rows anew at another width, once that is known. */
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

  /** It is not known where the cursor is, until `placed` or `unplaced`: nothing may be drawn. */
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

  /** Leaves it on the screen as it is, with nothing below, and goes to the next row. */
  leave({ before, behind }: Shown): void {
    this.#screen.write(`${this.#erasing()}${before}${behind}\r\n\x1b[J`);
    this.#drawn = undefined;
  }

  /** The screen is not as it was: others have written there. The cursor is in an empty row. */
  forget(): void {
    this.#drawn = undefined;
    this.#asked = 0;
  }

  clearScreen(): void {
    this.#screen.write('\x1b[H\x1b[2J');
    this.forget();
  }

  /**
   * The screen has another size. Many terminals have wrapped the rows anew by now, others have not; where that makes a
   * difference the terminal is asked where its cursor is.
   */
  resized(): void {
    const { reflowed, kept } = this.#candidates();
    if (!this.unsure && reflowed.rows === kept.rows) return this.#standsAt(kept);
    this.#asked++;
    this.#screen.write(askPlace);
  }

  /** The terminal says where its cursor is, both from 1. */
  placed(row: number, column: number): void {
    if (this.#asked === 0 || --this.#asked > 0) return;
    const { reflowed, kept } = this.#candidates();
    const stayed = column - 1 === Math.min(kept.cols, this.#columns - 1);
    if (!stayed) this.#reflows = true;
    else if (kept.cols < this.#columns && column - 1 !== reflowed.cols) this.#reflows = false;
    const { rows, cols } = this.#likelier();
    this.#standsAt({ rows: Math.min(rows, row - 1), cols });
  }

  /** It does not answer. */
  unplaced(): void {
    this.#asked = 0;
    this.#standsAt(this.#likelier());
  }

  /** If nothing is known, the lower bound: a piece of an old prompt may stay, but nothing that arrived is taken away. */
  #likelier(): Place {
    const { reflowed, kept } = this.#candidates();
    const reflows = this.#reflows ?? reflowed.rows < kept.rows;
    return reflows ? reflowed : kept;
  }

  /** Where the cursor is now, from the beginning of the area, if rows were wrapped anew, and if not. */
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

  /** What is to be written if no more than that came behind what is there, within the row. */
  #addedTo(before: string, behind: string, columns: number): string | undefined {
    const drawn = this.#drawn;
    if (!drawn || drawn.columns !== columns || behind !== '' || drawn.behind !== '') return undefined;
    const added = before.startsWith(drawn.before) ? before.slice(drawn.before.length) : undefined;
    if (added === undefined || !/^[ -~]+$/.test(added)) return undefined;
    return placeBehind(drawn.before, columns).cols + added.length < columns ? added : undefined;
  }
}

/** Behind a full row terminals wait with the next one until something is written there. */
const settled = (text: string, { rows, cols }: Place): string =>
  cols === 0 && rows > 0 && !text.endsWith('\n') ? ' \r' : '';

const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A` : '');

const back = (end: Place, cursor: Place): string =>
  `${up(end.rows - cursor.rows)}${end.cols === cursor.cols && end.rows === cursor.rows ? '' : `\r${cursor.cols > 0 ? `\x1b[${cursor.cols}C` : ''}`}`;

/** As much of it, around the cursor, as the screen has rows for: what has left the screen cannot be taken away again. */
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

/** The least number up to `most` with which it holds; it holds for all that follow. */
function least(most: number, holds: (n: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
