/** Items in one array. Adding or removing one moves those after it: of ten thousand, that would take microseconds. */
const usualPart = 512;

/** Items sorted by id, in a few arrays: a quarter of the memory of a map. Most are added at the end, because ids rise. */
export class SortedById<T extends { readonly id: number }> {
  /** None is empty. */
  readonly #parts: T[][] = [];
  readonly #maxPart: number;
  #size = 0;

  constructor(maxPart: number = usualPart) {
    this.#maxPart = maxPart;
  }

  get size(): number {
    return this.#size;
  }

  get items(): readonly T[] {
    return this.#parts.flat();
  }

  get(id: number): T | undefined {
    const part = this.#parts[this.#partOf(id)];
    const item = part?.[placeIn(part, id)];
    return item?.id === id ? item : undefined;
  }

  /** Inserts an item that is not there yet. */
  add(item: T): void {
    this.#size++;
    const nth = this.#partOf(item.id);
    const part = this.#parts[nth];
    if (!part) return void this.#parts.push([item]);
    const place = placeIn(part, item.id);
    if (place < part.length) part.splice(place, 0, item);
    else if (part.length < this.#maxPart || nth < this.#parts.length - 1) part.push(item);
    else return void this.#parts.push([item]);
    if (part.length > this.#maxPart) this.#parts.splice(nth + 1, 0, part.splice(part.length >>> 1));
  }

  remove(id: number): void {
    const nth = this.#partOf(id);
    const part = this.#parts[nth];
    if (!part) return;
    const place = placeIn(part, id);
    if (part[place]?.id !== id) return;
    this.#size--;
    part.splice(place, 1);
    const next = this.#parts[nth + 1];
    // Small neighbours are joined, so that the number of parts stays in proportion to that of items.
    if (part.length === 0) this.#parts.splice(nth, 1);
    else if (next && part.length + next.length <= this.#maxPart / 2) this.#parts.splice(nth, 2, [...part, ...next]);
  }

  /** The index of the part that holds the id, or into which it belongs; 0 if there are no parts. */
  #partOf(id: number): number {
    const last = this.#parts.length - 1;
    if (last <= 0 || firstOf(this.#parts[last]) <= id) return Math.max(0, last);
    let [low, high] = [0, last];
    while (low < high - 1) {
      const middle = (low + high) >>> 1;
      if (firstOf(this.#parts[middle]) <= id) low = middle;
      else high = middle;
    }
    return low;
  }
}

const firstOf = (part: readonly { readonly id: number }[] | undefined): number => part?.[0]?.id ?? Infinity;

/** The index of an id in a part, or where it would be inserted. */
function placeIn(part: readonly { readonly id: number }[], id: number): number {
  const last = part.at(-1);
  if (!last || last.id < id) return part.length;
  let [low, high] = [0, part.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((part[middle]?.id ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
