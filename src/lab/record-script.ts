import { Buffer } from 'node:buffer';

import type { After } from '#link/after.ts';

import { formatLine, LONGEST_WAIT } from './transcript-line.ts';
import type { ActorDeed, Line } from './transcript-line.ts';
import { actorName } from './record-names.ts';

/** Masks the secrets in what one client writes, chunk by chunk. */
export interface Mask {
  (chunk: Uint8Array): Uint8Array;
  /** Called with what the server wrote on the same link. */
  heard?(chunk: Uint8Array): void;
  /** Masks what the server writes there, where that has secrets. */
  server?(chunk: Uint8Array): Uint8Array;
}

export interface ScriptOptions {
  readonly dialect: string;
  /** Called once for each link. */
  readonly mask: () => Mask;
  /** Takes whole lines, in their order. */
  readonly write: (text: string) => void;
  /** Monotonic time in ms. */
  readonly now: () => number;
  readonly after: After;
}

/** A new actor with a link. */
export interface NewActor {
  /** A new name. */
  readonly actor: string;
  readonly dialect: string;
  readonly mask: Mask;
}

/** Silences of at least this many ms are written. Shorter ones are network delays. */
const silence = 20;
/** How long the server's bytes are collected before they are written. */
const collectingTime = 100;
/** The most bytes of one `S` line. */
const longestSpeech = 64 * 1024;

interface Speech {
  readonly actor: string;
  readonly chunks: Uint8Array[];
  length: number;
  readonly forget: () => void;
}

/** Writes what happens on live links as lines of a transcript. */
export class Script {
  readonly #options: ScriptOptions;
  /** Masks of the links on which a side may still write. */
  readonly #masks = new Map<string, Mask>();
  /** Links on which only one side may. */
  readonly #halves = new Set<string>();
  #actors = 0;
  #lines = 0;
  /** Bytes from the server to an actor that are not written yet. */
  #speech: Speech | undefined;
  /** The time of the last event. */
  #seen: number | undefined;
  /** The time that the script has reached; it lacks the short silences. */
  #played = 0;

  constructor(options: ScriptOptions) {
    this.#options = options;
  }

  get actors(): number {
    return this.#actors;
  }

  /** The number of lines, without comments and empty lines. */
  get lines(): number {
    return this.#lines;
  }

  /** A new link; returns the actor's name. Omitted options are those of all links. */
  opens(given: Partial<NewActor> = {}): string {
    this.#actors++;
    const { actor = actorName(this.#actors), dialect = this.#options.dialect, mask = this.#options.mask() } = given;
    this.flush();
    this.#pass();
    this.#put({ kind: 'note', text: '' });
    this.#put({ kind: 'opens', actor, dialect });
    this.#masks.set(actor, mask);
    return actor;
  }

  client(actor: string, chunk: Uint8Array): void {
    this.flush();
    this.#pass();
    const mask = this.#masks.get(actor);
    if (!mask) throw new Error(`${actor} has no link any more`);
    this.#put({ kind: 'C', actor, bytes: mask(chunk) });
  }

  server(actor: string, written: Uint8Array): void {
    const mask = this.#masks.get(actor);
    mask?.heard?.(written);
    const chunk = mask?.server?.(written) ?? written;
    const speech = this.#speech;
    if (speech?.actor === actor && speech.length < longestSpeech && !this.#isSilent()) {
      speech.chunks.push(chunk);
      speech.length += chunk.length;
      this.#seen = this.#options.now();
      return;
    }
    this.flush();
    this.#pass();
    const forget = this.#options.after(collectingTime, () => this.flush());
    this.#speech = { actor, chunks: [chunk], length: chunk.length, forget };
  }

  ends(actor: string, kind: ActorDeed): void {
    this.flush();
    this.#pass();
    this.#put({ kind, actor });
    const isHalf = (kind === 'S closes' || kind === 'hangs up') && !this.#halves.delete(actor);
    if (isHalf) this.#halves.add(actor);
    else this.#masks.delete(actor);
  }

  comment(text: string): void {
    this.flush();
    this.#put({ kind: 'note', text: `# ${text}` });
  }

  /** Writes all collected bytes. */
  flush(): void {
    const speech = this.#speech;
    if (!speech) return;
    this.#speech = undefined;
    speech.forget();
    this.#put({ kind: 'S', actor: speech.actor, pattern: [...Buffer.concat(speech.chunks)] });
  }

  #isSilent(): boolean {
    return this.#seen !== undefined && this.#options.now() - this.#seen >= silence;
  }

  /** Writes a silence, if there was one. */
  #pass(): void {
    const now = this.#options.now();
    const wasSilent = this.#isSilent();
    const since = now - (this.#seen ?? now);
    if (this.#seen === undefined) this.#played = now;
    this.#seen = now;
    if (!wasSilent) return;
    // One ms more, because a timer of the server may fire up to 1 ms early; and the sum of the short silences, so that
    // periodic events happen at the same place.
    const ms = Math.min(LONGEST_WAIT, Math.max(Math.ceil(since) + 1, Math.ceil(now - this.#played)));
    this.#played += ms;
    this.#put({ kind: '…', ms });
  }

  #put(line: Line): void {
    if (line.kind !== 'note') this.#lines += 1;
    this.#options.write(`${formatLine(line)}\n`);
  }
}
