import { encode } from './codec.ts';

/** A list of clients as one shared piece of bytes: `A5_1,127.0.0.1,58069;A5_2,…`. */
export class Listing {
  readonly #bytes: Uint8Array;
  /** The position of each client's item, by its number. */
  readonly #places: ReadonlyMap<number, readonly [from: number, to: number]>;

  constructor(items: readonly (readonly [number: number, item: string])[]) {
    const encoded = items.map(([number, item]) => [number, encode(item)] as const);
    const places = new Map<number, readonly [number, number]>();
    const bytes = new Uint8Array(encoded.reduce((sum, [, { length }]) => sum + length + 1, 0)).fill(semicolon);
    let at = 0;
    for (const [number, item] of encoded) {
      bytes.set(item, at);
      places.set(number, [at, at + item.length]);
      at += item.length + 1;
    }
    this.#bytes = bytes.subarray(0, Math.max(0, at - 1));
    this.#places = places;
  }

  /** The list after `head`, as the client of this number sees it: with its own item, in its place. */
  inPlace(head: string, number: number, own: string): readonly Uint8Array[] {
    const [from, to] = this.#places.get(number) ?? [0, 0];
    return [encode(head), this.#bytes.subarray(0, from), encode(own), this.#bytes.subarray(to)];
  }

  /** The list after `head`, with the client's own item first. */
  inFront(head: string, number: number, own: string): readonly Uint8Array[] {
    const [from, to] = this.#places.get(number) ?? [0, 0];
    const before = this.#bytes.subarray(0, Math.max(0, from - 1));
    const behind = this.#bytes.subarray(Math.min(to + 1, this.#bytes.length));
    const pieces = [before, behind].filter(({ length }) => length > 0);
    return [encode(head + own), ...pieces.flatMap((piece) => [separator, piece])];
  }
}

const semicolon = 0x3b;
const separator = Uint8Array.of(semicolon);
