/** Bytes in several pieces, some of them shared, read like one array without joining them. */
export class Rope {
  readonly length: number;
  readonly #pieces: readonly Uint8Array[];

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = pieces;
    this.length = pieces.reduce((sum, { length }) => sum + length, 0);
  }

  byteAt(index: number): number | undefined {
    let before = 0;
    for (const piece of this.#pieces) {
      if (index < before + piece.length) return piece[index - before];
      before += piece.length;
    }
    return undefined;
  }

  /** The bytes from `from` to before `to`. Copied only if they span several pieces. */
  slice(from: number, to: number): Uint8Array {
    const end = Math.min(to, this.length);
    const found: Uint8Array[] = [];
    let before = 0;
    for (const piece of this.#pieces) {
      const [begin, stop] = [Math.max(from - before, 0), Math.min(end - before, piece.length)];
      if (begin < stop) found.push(piece.subarray(begin, stop));
      before += piece.length;
    }
    const [only] = found;
    if (only && found.length === 1) return only;
    const joined = new Uint8Array(Math.max(0, end - from));
    let at = 0;
    for (const piece of found) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }
}
