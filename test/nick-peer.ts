import assert from 'node:assert/strict';
import type { Link, LinkEnd, Reader } from '#link/link.ts';
import { patiently } from './patiently.ts';

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The chunk that a client writes for these lines. */
export const chunkOf = (...lines: readonly string[]): Uint8Array =>
  utf8.encode(lines.map((line) => `${line}\n`).join(''));

interface Wait {
  readonly so: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A nick client for tests. Its own reader of frames, so that it agrees with the wire and not with our codec. Keeps all
 * it hears, and lets a test wait for it.
 */
export class NickPeer implements Reader {
  readonly link: Link;
  /** The texts of all frames, in the order heard. */
  readonly heard: string[] = [];
  /** How the link ended, once it has. */
  end: LinkEnd | undefined;
  /** Called with each frame. */
  onFrame: (text: string) => void = () => {};
  readonly #waits = new Set<Wait>();
  #taken = 0;
  #deaf = false;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(link: Link) {
    this.link = link;
    link.read(this);
  }

  /** One chunk with these lines. */
  say(...lines: readonly string[]): void {
    this.link.write(chunkOf(...lines));
  }

  /** Takes a name; nothing else must be heard on the way. */
  async come(name: string): Promise<this> {
    await this.hears('HELLO');
    this.say(`NICK ${name}`);
    await this.hears('READY');
    return this;
  }

  /** The next frames are exactly these. */
  async hears(...texts: readonly string[]): Promise<void> {
    for (const text of texts) assert.equal(await this.next(), text);
  }

  /** The next frame that no test has asked for yet. */
  async next(): Promise<string> {
    await this.until(() => this.heard.length > this.#taken);
    return this.heard[this.#taken++] ?? '';
  }

  /** Received frames that were not asked for yet. */
  rest(): readonly string[] {
    const rest = this.heard.slice(this.#taken);
    this.#taken = this.heard.length;
    return rest;
  }

  /** Reads nothing from now on, as a peer that hangs. */
  stopReading(): void {
    this.#deaf = true;
  }

  readOn(): void {
    this.#deaf = false;
    this.link.resume();
  }

  /** Resolves once this is so; asked again whenever something is heard. Rejects when the link ends before. */
  async until(so: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const wait = { so, resolve, reject };
    this.#waits.add(wait);
    this.#look();
    await patiently(promise, () => `${so.toString()}; ${this.#lately}`).finally(() => this.#waits.delete(wait));
  }

  get #lately(): string {
    const lately = this.heard.slice(-5).map((text) => text.slice(0, 60));
    return `heard last: ${lately.join(' | ')}`;
  }

  /** Resolves with the end of the link. */
  async over(): Promise<LinkEnd> {
    await this.until(() => this.end !== undefined);
    return this.end ?? 'reset';
  }

  take(chunk: Uint8Array): number {
    if (this.#deaf) return 0;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let end = frameEnd(bytes, at); end <= bytes.length; end = frameEnd(bytes, at)) {
      const text = decoder.decode(bytes.subarray(at + 2, end));
      at = end;
      this.heard.push(text);
      this.onFrame(text);
    }
    this.#rest = bytes.slice(at);
    this.#look();
    return chunk.length;
  }

  ended(how: LinkEnd): void {
    this.end = how;
    this.#look();
  }

  #look(): void {
    for (const wait of this.#waits) {
      if (wait.so()) wait.resolve();
      else if (this.end === undefined) continue;
      else wait.reject(new Error(`the link ended (${this.end}); ${this.#lately}`));
      this.#waits.delete(wait);
    }
  }
}

/** Where the frame that begins at `at` ends; beyond the end when its length has not come yet. */
function frameEnd(bytes: Uint8Array, at: number): number {
  const [high, low] = [bytes[at], bytes[at + 1]];
  return high === undefined || low === undefined ? Infinity : at + 2 + high * 256 + low;
}
