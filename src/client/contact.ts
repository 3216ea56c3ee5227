import type { Millis } from '#chat/event.ts';
import type { Ending, Party, Secrets } from '#dialects/party.ts';
import type { Link, Reader } from '#link/link.ts';
import { Paced } from '#link/paced.ts';

/** How long a server may take to close when the client is done. */
export const closeTimeout: Millis = 2000;

/** What a client hears a server with, on one link. */
export interface Hearing extends Reader {
  /** Hears nothing any more. */
  stop(): void;
}

/**
 * What every conversation of a client with a server has: a link that is written to at its pace, timers, a person who is
 * asked for lines, and an end. Of a dialect it knows nothing.
 */
export class Contact {
  readonly party: Party;
  readonly #link: Link;
  readonly #pace: Paced;
  readonly #timers: Map<string, () => void> = new Map();
  #hearing: Hearing | undefined;
  /** A line that was typed and waits to be sent. */
  #saying: string | undefined;
  #isOver = false;

  constructor(party: Party, link: Link) {
    this.party = party;
    this.#link = link;
    this.#pace = new Paced(link, party.clock.after);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** A line that was typed waits to be sent: whatever else was sent now would be sent in its place. */
  get isSaying(): boolean {
    return this.#saying !== undefined;
  }

  hear(hearing: Hearing): void {
    this.#hearing = hearing;
    this.#link.read(hearing);
  }

  /** Asks for a line. */
  ask(prompt: string, secrets?: Secrets): void {
    this.party.console.prompt(prompt, secrets);
    this.party.lines.ask();
  }

  /** Whether `length` bytes are more than servers read at once; if so, says that the line was not sent. */
  isTooLong(length: number, most: number): boolean {
    if (length > most) this.party.tooLong(length, most);
    return length > most;
  }

  /** Sends bytes when the server can read them apart from the last ones, then calls. */
  send(bytes: Uint8Array, sent: () => void = () => {}): void {
    this.#pace.send(bytes, sent);
  }

  /** The same for a line that was typed: if the contact is lost before, it is said when the client is back. */
  say(line: string, bytes: Uint8Array, sent: () => void): void {
    this.#saying = line;
    this.#pace.send(bytes, () => {
      this.#saying = undefined;
      sent();
    });
  }

  /** Calls after so many ms. A timer that had the same name is cancelled. */
  after(timer: string, ms: Millis, call: () => void): void {
    this.cancel(timer);
    this.#timers.set(timer, this.party.clock.after(ms, call));
  }

  cancel(timer: string): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  /** The person wants to leave: what still waits is not sent, and no timer counts any more. */
  leave(): void {
    this.#pace.stop();
    this.#saying = undefined;
    this.#cancelAll();
    this.party.console.prompt('');
  }

  /** The server is to close now; the contact is over after a while even if it does not. */
  awaitClose(): void {
    this.after('close', closeTimeout, () => this.abandon());
  }

  /** Ends the contact at once, as the person wished. */
  abandon(): void {
    this.#link.abort();
    this.over('left', '');
  }

  /** It is no server of this dialect. */
  strange(reason: string, looksLike?: string): void {
    this.#link.abort();
    this.over('strange', reason, looksLike);
  }

  /** Sends bytes at once, whatever else waits, and nothing behind them. */
  sendLast(bytes: Uint8Array): void {
    this.#link.write(bytes);
    this.#link.end();
  }

  /** Sends no more, and says so to the server. */
  end(): void {
    this.#link.end();
  }

  /** The end; see `Party.over`. */
  over(ending: Ending, reason: string, looksLike?: string): void {
    this.#pace.stop();
    if (this.#saying !== undefined) this.party.lines.keep(this.#saying);
    this.#isOver = true;
    this.#hearing?.stop();
    this.#cancelAll();
    this.party.over(ending, reason, looksLike);
  }

  #cancelAll(): void {
    for (const timer of [...this.#timers.keys()]) this.cancel(timer);
  }
}
