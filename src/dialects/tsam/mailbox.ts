/** Messages in a mailbox that nobody has fetched. */
export const maxLetters = 100;
/** UTF-8 bytes of them together, from which on none is taken any more. */
export const maxLetterBytes: number = 64 * 1024;

/** A message that waits. */
export interface Letter {
  readonly bytes: number;
  /** As it is handed over to the client of this number. */
  words(reader: number): string;
}

/** What waits in memory, in order, and never too much of it. */
export class Mailbox {
  #letters: Letter[] = [];
  #bytes = 0;
  #lost = 0;

  get count(): number {
    return this.#letters.length;
  }

  get full(): boolean {
    return this.#letters.length >= maxLetters || this.#bytes >= maxLetterBytes;
  }

  /** False when it is full: then nothing is kept, but that. */
  add(letter: Letter): boolean {
    if (this.full) {
      this.#lost++;
      return false;
    }
    this.#letters.push(letter);
    this.#bytes += letter.bytes;
    return true;
  }

  /** Takes the first ones out. */
  take(limit: number): readonly Letter[] {
    const taken = this.#letters.splice(0, limit);
    for (const { bytes } of taken) this.#bytes -= bytes;
    return taken;
  }

  /** How many did not fit since this was asked last. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
