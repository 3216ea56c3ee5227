import type { Millis } from '#chat/event.ts';
import type { Ending, Party, Secrets } from '#dialects/party.ts';
import type { Link, Reader } from '#link/link.ts';
import { PacedWrites } from '#link/outbox/paced-writes.ts';

/** How long a server may take to close when the client is done. */
export const closeTimeout: Millis = 2000;

/** Reads what a server sends on one link. */
export interface StoppableReader extends Reader {
  /** Ignores all further input. */
  stop(): void;
}

/**
 * The part of a conversation with a server that is the same on every dialect: sending at the server's pace, timers,
 * asking the person for lines, and the end.
 */
export class Contact {
  readonly party: Party;
  readonly #link: Link;
  readonly #pace: PacedWrites;
  readonly #timers: Map<string, () => void> = new Map();
  #reader: StoppableReader | undefined;
  /** A typed line that is not sent yet. */
  #saying: string | undefined;
  #isOver = false;

  constructor(party: Party, link: Link) {
    this.party = party;
    this.#link = link;
    this.#pace = new PacedWrites(link, party.clock.after);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** A typed line is not sent yet; another `send` would replace it. */
  get isSaying(): boolean {
    return this.#saying !== undefined;
  }

  hear(reader: StoppableReader): void {
    this.#reader = reader;
    this.#link.read(reader);
  }

  ask(prompt: string, secrets?: Secrets): void {
    this.party.console.prompt(prompt, secrets);
    this.party.lines.ask();
  }

  /**
   * Whether `length` bytes are more than servers read at a time; if so, tells the person that the line was not sent.
   */
  isTooLong(length: number, most: number): boolean {
    if (length > most) this.party.tooLong(length, most);
    return length > most;
  }

  /** Sends bytes as soon as the server can read them separately from the last ones, then calls `sent`. */
  send(bytes: Uint8Array, sent: () => void = () => {}): void {
    this.#pace.send(bytes, sent);
  }

  /** Sends a typed line like `send`. If the connection is lost before, the line is sent after reconnecting. */
  say(line: string, bytes: Uint8Array, sent: () => void): void {
    this.#saying = line;
    this.#pace.send(bytes, () => {
      this.#saying = undefined;
      sent();
    });
  }

  /** Calls after `ms`. Replaces a timer of the same name. */
  after(timer: string, ms: Millis, call: () => void): void {
    this.cancel(timer);
    this.#timers.set(timer, this.party.clock.after(ms, call));
  }

  cancel(timer: string): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  /** The person leaves: drops what is not sent yet, and all timers. */
  leave(): void {
    this.#pace.stop();
    this.#saying = undefined;
    this.#cancelAll();
    this.party.console.prompt('');
  }

  /** Waits for the server to close, at most `closeTimeout`. */
  awaitClose(): void {
    this.after('close', closeTimeout, () => this.abandon());
  }

  /** Ends at once, because the person leaves. */
  abandon(): void {
    this.#link.abort();
    this.over('left', '');
  }

  /** Ends because the server speaks another protocol. */
  wrongProtocol(reason: string, looksLike?: string): void {
    this.#link.abort();
    this.over('wrong-protocol', reason, looksLike);
  }

  /** Sends bytes at once, and closes the sending side. */
  sendLast(bytes: Uint8Array): void {
    this.#link.write(bytes);
    this.#link.end();
  }

  /** Closes the sending side. */
  end(): void {
    this.#link.end();
  }

  /** Ends the conversation; see `Party.over`. */
  over(ending: Ending, reason: string, looksLike?: string): void {
    this.#pace.stop();
    if (this.#saying !== undefined) this.party.lines.keep(this.#saying);
    this.#isOver = true;
    this.#reader?.stop();
    this.#cancelAll();
    this.party.over(ending, reason, looksLike);
  }

  #cancelAll(): void {
    for (const timer of [...this.#timers.keys()]) this.cancel(timer);
  }
}
