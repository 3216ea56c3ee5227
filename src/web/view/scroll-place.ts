/** Within this distance of the lower end, in pixels, the newest message counts as visible. */
const nearEnd = 40;

interface Anchor {
  readonly key: string;
  /** Its distance from the upper edge of the visible part. */
  readonly top: number;
}

const rowOf = (list: Element, key: string): HTMLElement | null =>
  list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);

/** Keeps the visible rows in place while rows above and below are added and removed. */
export class ScrollPlace {
  readonly #scroller: HTMLElement;
  /** The list stays at the newest message. */
  isAtEnd = true;
  #anchor: Anchor | undefined;
  #size = '';

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller;
  }

  /** Stores which row is visible. Call after scrolling. */
  note(): void {
    // The browser has scrolled because of another layout, and its observer has not been told yet.
    if (this.isAtEnd && this.#size !== this.#sizeNow()) return this.restore();
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#anchor = this.#firstSeen();
  }

  /** Restores the place of the visible row. Call after rows have changed, before the browser paints. */
  restore(): void {
    const scroller = this.#scroller;
    if (this.isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor) {
      const row = rowOf(scroller, this.#anchor.key);
      if (row) scroller.scrollTop += row.getBoundingClientRect().top - this.#edge() - this.#anchor.top;
    }
    this.#anchor = this.#firstSeen();
    this.#size = this.#sizeNow();
  }

  toEnd(): void {
    this.isAtEnd = true;
    this.restore();
  }

  /** Scrolls a row to the middle of the visible part. False: there is no such row. */
  show(key: string): boolean {
    const row = rowOf(this.#scroller, key);
    if (!row) return false;
    this.isAtEnd = false;
    row.scrollIntoView({ block: 'center' });
    this.note();
    return true;
  }

  /** Whether a row is above the visible part. */
  isAbove(key: string): boolean {
    const row = rowOf(this.#scroller, key);
    return row !== null && row.getBoundingClientRect().bottom < this.#edge();
  }

  #sizeNow(): string {
    const { clientWidth, clientHeight, scrollHeight } = this.#scroller;
    return `${clientWidth} ${clientHeight} ${scrollHeight}`;
  }

  #edge(): number {
    return this.#scroller.getBoundingClientRect().top;
  }

  /** Binary search, because a room has hundreds of rows, and this runs while scrolling. */
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
