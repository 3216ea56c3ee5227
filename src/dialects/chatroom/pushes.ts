import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Outbox } from '#chat/hub/session.ts';

import type { Channel } from './channel.ts';
import { ack, header, openPush, sealedPush } from './codec.ts';

/** The pause between pushes: the original's client loses the beginning of one that follows another at once. */
export const gap: Millis = 20;
/** How long a client in the chat may take to acknowledge a push. */
export const pushTimeout: Millis = 60_000;
/** How long the remaining pushes may take after the end of the session. */
export const lastTimeout: Millis = 1000;
/** The most bytes queued for one client. */
export const maxQueued: number = 1024 * 1024;
/** The most bytes joined into one push. */
const maxJoined = 64 * 1024;

/** A queued push: plain text, text to be sealed, or a text that its sender sealed for this client. */
export type Piece =
  | { readonly kind: 'open' | 'private'; readonly bytes: Uint8Array }
  | { readonly kind: 'sealed'; readonly bytes: Uint8Array };

export interface PushesOptions {
  readonly clock: Clock;
  /** Seals for this client; waits for its key. */
  readonly seal: (text: Uint8Array) => Promise<Uint8Array>;
  /** The client does not accept pushes, or is gone; with an error: our bug. Called once. */
  readonly failed: (error?: unknown) => void;
}

/**
 * The pushes to one client, one at a time: number and length, its ACK, the data, a pause. Texts that arrive meanwhile
 * are joined.
 */
export class Pushes implements Outbox {
  readonly #options: PushesOptions;
  #channel: Channel | undefined;
  #queue: Piece[] = [];
  #queued = 0;
  /** Bytes of the push in progress. */
  #underWay = 0;
  /** A push, or the pause after it, is in progress. */
  #busy = false;
  /** Private texts that are not written yet. */
  #private = 0;
  #over = false;
  #lost = false;
  /** ACKs have a timeout: the person has logged in. */
  #isTimed = false;
  #finishing = false;
  #cancelTimer: () => void = () => {};
  /** Stops the timer of the push in progress. */
  #cancelPushTimer: () => void = () => {};
  #waiting: (() => void)[] = [];

  constructor(options: PushesOptions) {
    this.#options = options;
  }

  /** Queued bytes, including the push in progress. */
  get queued(): number {
    return this.#queued + this.#underWay + (this.#channel?.link.queued ?? 0);
  }

  get scarce(): boolean {
    return this.#channel?.link.scarce ?? false;
  }

  /**
   * Only private texts count: they must not be lost, and a pending confirmation must not cause mail to be sent twice.
   */
  get delivered(): boolean {
    return !this.#lost && this.#private === 0;
  }

  drained(): Promise<void> {
    if (this.#over || this.#idle) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  add(piece: Piece): void {
    if (this.#over || this.#finishing) {
      this.#lost ||= piece.kind !== 'open';
      return;
    }
    this.#queue.push(piece);
    if (piece.kind !== 'open') this.#private++;
    this.#queued += piece.bytes.length;
    this.#count();
    if (this.#queued > maxQueued) this.#fail();
    // Pushes of one turn are joined.
    else if (!this.#busy) queueMicrotask(() => this.#go());
  }

  /** The push link is connected. */
  begin(channel: Channel): void {
    if (this.#over) return channel.link.end();
    this.#channel = channel;
    channel.onEnd = () => this.#fail();
    this.#count();
    this.#go();
  }

  /** From now on ACKs have a timeout; before, a person may be typing a password. */
  hurry(): void {
    this.#isTimed = true;
  }

  /** No more pushes. Queued ones are still sent, within a short time; then the link is closed. */
  finish(): void {
    this.#finishing = true;
    if (!this.#channel || this.#idle) return this.#end();
    this.#cancelTimer = this.#options.clock.after(lastTimeout, () => this.#end());
  }

  /** Bytes that wait here count with those of the link. */
  #count(): void {
    this.#channel?.link.countAbove?.(this.#queued + this.#underWay);
  }

  get #idle(): boolean {
    return !this.#busy && this.#queue.length === 0;
  }

  #go(): void {
    if (this.#busy || this.#over || !this.#channel || this.#queue.length === 0) return;
    this.#busy = true;
    this.#push(this.#channel).then(
      (taken) => this.#rest(taken),
      (error: unknown) => this.#fail(error),
    );
  }

  async #push(channel: Channel): Promise<boolean> {
    const { count, ...piece } = this.#next();
    this.#underWay = piece.bytes.length;
    const bytes = piece.kind === 'private' ? await this.#options.seal(piece.bytes) : piece.bytes;
    const lead = new Uint8Array(64 + 1024);
    lead.set(ack(piece.kind === 'open' ? openPush : sealedPush));
    lead.set(header(bytes.length), 64);
    channel.link.write(lead);
    if (this.#isTimed) this.#cancelPushTimer = this.#options.clock.after(pushTimeout, () => this.#fail());
    await channel.sendBehind(bytes);
    this.#cancelPushTimer();
    await channel.link.drained();
    this.#underWay = 0;
    this.#count();
    if (channel.over) return false;
    if (piece.kind !== 'open') this.#private -= count;
    return true;
  }

  /** The next texts of one kind, joined up to a limit. */
  #next(): Piece & { readonly count: number } {
    const [first, ...others] = this.#queue;
    if (!first) throw new Error('nothing is to be pushed');
    let [count, length] = [1, first.bytes.length];
    if (first.kind !== 'sealed') {
      for (const { kind, bytes } of others) {
        if (kind !== first.kind || length + bytes.length >= maxJoined) break;
        length += 1 + bytes.length;
        count++;
      }
    }
    const taken = this.#queue.splice(0, count);
    this.#queued -= taken.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (count === 1) return { ...first, count };
    const texts = taken.map(({ bytes }) => bytes);
    return { kind: first.kind, bytes: lines(texts, length), count };
  }

  #rest(taken: boolean): void {
    if (this.#over) return;
    if (!taken) return this.#fail();
    const go = (): void => {
      this.#busy = false;
      this.#go();
      if (this.#busy) return;
      this.#wake();
      if (this.#finishing) this.#end();
    };
    this.#options.clock.after(gap, go);
  }

  #fail(error?: unknown): void {
    if (this.#over) return;
    this.#end();
    this.#options.failed(error);
  }

  #end(): void {
    this.#over = true;
    this.#cancelTimer();
    this.#cancelPushTimer();
    this.#lost ||= this.#private > 0;
    this.#queue = [];
    this.#queued = 0;
    this.#underWay = 0;
    this.#channel?.link.end();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function lines(texts: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length).fill(0x0a);
  let at = 0;
  for (const text of texts) {
    joined.set(text, at);
    at += text.length + 1;
  }
  return joined;
}
