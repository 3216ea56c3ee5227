import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

import type { StoppableReader } from '#client/contact.ts';
import { foreignServer, wrongProtocolReason } from '#client/foreign-server.ts';
import { decode, FrameParser, type Heard, hello } from '../codec.ts';

export const helloTimeout: Millis = 10_000;

export interface Listener {
  greeted(): void;
  heard(heard: Heard): void;
  /** The server speaks another protocol; `reason` is a sentence. The last call. */
  wrongProtocol(reason: string, looksLike?: string): void;
  /** The server has closed; the last call. */
  closed(): void;
}

/** Reads what a server sends on one link: HELLO, then frames. */
export class GreetedReader implements StoppableReader {
  readonly #listener: Listener;
  readonly #parser = new FrameParser();
  /** The bytes received of HELLO; undefined when it is complete. */
  #begun: number[] | undefined = [];
  #isStopped = false;
  readonly #cancel: () => void;

  constructor(listener: Listener, clock: Clock) {
    this.#listener = listener;
    const seconds = helloTimeout / 1000;
    this.#cancel = clock.after(helloTimeout, () => this.#wrongProtocol(`it said no HELLO within ${seconds} seconds`));
  }

  stop(): void {
    this.#cancel();
    this.#isStopped = true;
  }

  take(chunk: Uint8Array): number {
    const rest = this.#begun ? this.#greet(this.#begun, chunk) : chunk;
    for (const heard of this.#parser.push(rest)) if (!this.#isStopped) this.#listener.heard(heard);
    return chunk.length;
  }

  ended(): void {
    if (this.#isStopped) return;
    if (this.#begun) return this.#wrongProtocol('it closed the connection without a HELLO');
    for (const heard of this.#parser.end()) this.#listener.heard(heard);
    this.stop();
    this.#listener.closed();
  }

  /** Returns the bytes after HELLO. */
  #greet(begun: number[], chunk: Uint8Array): Uint8Array {
    let at = 0;
    while (at < chunk.length && begun.length < hello.length) {
      const byte = chunk[at++] ?? 0;
      begun.push(byte);
      if (byte !== hello[begun.length - 1]) this.#sent([...begun, ...chunk.subarray(at, at + 60)]);
      if (this.#isStopped) return nothing;
    }
    if (begun.length < hello.length) return nothing;
    this.#begun = undefined;
    this.#cancel();
    this.#listener.greeted();
    return chunk.subarray(at);
  }

  #sent(bytes: readonly number[]): void {
    const begin = decode(Uint8Array.from(bytes));
    this.#wrongProtocol(wrongProtocolReason(begin, 'nick'), foreignServer(begin, 'nick')?.dialect);
  }

  #wrongProtocol(reason: string, looksLike?: string): void {
    if (this.#isStopped) return;
    this.stop();
    this.#listener.wrongProtocol(`This does not look like a nick server: ${reason}.`, looksLike);
  }
}

const nothing = new Uint8Array(0);
