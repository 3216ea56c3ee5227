import type { Seq } from '#chat/event.ts';

/** The most messages in a mailbox. */
export const maxLetters = 100;
/** The UTF-8 bytes of all messages at which a mailbox is full. */
export const maxLetterBytes: number = 64 * 1024;

export interface Letter {
  /** The seq of a message of the chat. */
  readonly seq?: Seq;
  readonly bytes: number;
  /** The message as sent to the client of this number. */
  words(reader: number): string;
}

/** Waiting messages in memory, in order and bounded. */
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

  /** False when it is full: then the message is only counted. */
  add(letter: Letter): boolean {
    if (this.full) {
      this.#lost++;
      return false;
    }
    this.#letters.push(letter);
    this.#bytes += letter.bytes;
    return true;
  }

  /** Another text for a message that was not taken yet, or none: it was removed. */
  change(seq: Seq, letter: Letter | undefined): void {
    const at = this.#letters.findIndex((each) => each.seq === seq);
    const before = this.#letters[at];
    if (!before) return;
    this.#letters.splice(at, 1, ...(letter ? [letter] : []));
    this.#bytes += (letter?.bytes ?? 0) - before.bytes;
  }

  take(limit: number): readonly Letter[] {
    const taken = this.#letters.splice(0, limit);
    for (const { bytes } of taken) this.#bytes -= bytes;
    return taken;
  }

  /** The number of messages refused since the last call. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
