/** Nearer to the lower end than this, in pixels, the newest message counts as in sight. */
const nearEnd = 40;

interface Anchor {
  readonly key: string;
  /** Its distance from the upper edge of what is seen. */
  readonly top: number;
}

const rowOf = (list: Element, key: string): HTMLElement | null =>
  list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);

/** Keeps what the reader sees in its place while rows come and go above and below it. */
export class ScrollPlace {
  readonly #scroller: HTMLElement;
  /** At the newest message, and staying there. */
  isAtEnd = true;
  #anchor: Anchor | undefined;

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller;
  }

  /** Notes what is in sight. Call when the reader has scrolled. */
  note(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#anchor = this.#firstSeen();
  }

  /** Puts what was in sight back into its place. Call when rows have changed, before the browser paints. */
  restore(): void {
    const scroller = this.#scroller;
    if (this.isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor) {
      const row = rowOf(scroller, this.#anchor.key);
      if (row) scroller.scrollTop += row.getBoundingClientRect().top - this.#edge() - this.#anchor.top;
    }
    this.#anchor = this.#firstSeen();
  }

  toEnd(): void {
    this.isAtEnd = true;
    this.restore();
  }

  /** Brings a row to the middle of what is seen. False: there is no such row. */
  show(key: string): boolean {
    const row = rowOf(this.#scroller, key);
    if (!row) return false;
    this.isAtEnd = false;
    row.scrollIntoView({ block: 'center' });
    this.note();
    return true;
  }

  /** A row lies above what is seen. */
  isAbove(key: string): boolean {
    const row = rowOf(this.#scroller, key);
    return row !== null && row.getBoundingClientRect().bottom < this.#edge();
  }

  #edge(): number {
    return this.#scroller.getBoundingClientRect().top;
  }

  /** By halves: a room has hundreds of rows, and this runs while scrolling. */
  #firstSeen(): Anchor | undefined {
    const rows = this.#scroller.querySelectorAll<HTMLElement>('[data-key]');
    const edge = this.#edge();
    let [low, high] = [0, rows.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
      else low = middle + 1;
    }
    const row = rows[low];
    const key = row?.dataset['key'];
    return row && key !== undefined ? { key, top: row.getBoundingClientRect().top - edge } : undefined;
  }
}
