import type { ViewedPacket } from './packet-view.js';

/** Packets as JSON for `page.js`, in which each repeated text is stored once. */
export class PackedPackets {
  readonly #words = new Map<string, number>();
  readonly #rows: Record<number, readonly unknown[]> = {};

  add(row: number, packets: readonly ViewedPacket[]): void {
    this.#rows[row] = packets.map(({ title, hex, layers }) => [
      title,
      hex,
      layers.map(({ layer, protocol, offset, length, fields }) => [
        this.#word(layer),
        this.#word(protocol),
        offset,
        length,
        fields.map(([name, value, at, size, meaning]) => [this.#word(name), value, at, size, this.#word(meaning)]),
      ]),
    ]);
  }

  /** Safe inside of a script element: no `<`. */
  json(): string {
    const data = { words: [...this.#words.keys()], rows: this.#rows };
    return JSON.stringify(data)
      .replaceAll('<', '\\u003c')
      .replaceAll('\u2028', '\\u2028')
      .replaceAll('\u2029', '\\u2029');
  }

  #word(text: string): number {
    const known = this.#words.get(text) ?? this.#words.size;
    this.#words.set(text, known);
    return known;
  }
}
