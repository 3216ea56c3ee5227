import type { Seq } from '#chat/event.ts';

import { MailboxSpace } from './mailbox-space.ts';

/** The most messages in a mailbox. */
export const maxLetters = 100;
/** The UTF-8 bytes of all messages at which a mailbox is full. */
export const maxLetterBytes: number = 64 * 1024;

/** What a message takes in memory besides its text, in bytes. */
const letterBytes = 256;

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
  readonly #space: MailboxSpace;
  readonly #network: string;
  /** Its client has gone, and had not taken this many. */
  #closed = false;
  #untaken = 0;

  /** `space`: the memory that it shares with others; `network`: that of its client. */
  constructor(space: MailboxSpace = new MailboxSpace(), network = '') {
    this.#space = space;
    this.#network = network;
  }

  get count(): number {
    return this.#letters.length + this.#untaken;
  }

  get full(): boolean {
    return (
      this.#closed ||
      this.#letters.length >= maxLetters ||
      this.#bytes >= maxLetterBytes ||
      this.#space.isFull(this.#network)
    );
  }

  /** False when it is full: then the message is only counted. */
  add(letter: Letter): boolean {
    if (this.full) {
      this.#lost++;
      return false;
    }
    this.#letters.push(letter);
    this.#count(letter.bytes, 1);
    return true;
  }

  /** Another text for a message that was not taken yet, or none: it was removed. */
  change(seq: Seq, letter: Letter | undefined): void {
    const at = this.#letters.findIndex((each) => each.seq === seq);
    const before = this.#letters[at];
    if (!before) return;
    this.#letters.splice(at, 1, ...(letter ? [letter] : []));
    this.#count((letter?.bytes ?? 0) - before.bytes, letter ? 0 : -1);
  }

  take(limit: number): readonly Letter[] {
    const taken = this.#letters.splice(0, limit);
    for (const { bytes } of taken) this.#count(-bytes, -1);
    return taken;
  }

  /** Its client has gone: nothing is kept any more, and what it did not take still counts as not taken. */
  close(): void {
    this.#untaken = this.take(Infinity).length;
    this.#closed = true;
  }

  #count(bytes: number, letters: number): void {
    this.#bytes += bytes;
    this.#space.count(this.#network, bytes + letters * letterBytes);
  }

  /** The number of messages refused since the last call. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
