import assert from 'node:assert/strict';
import type { Item } from '#chat/hub/format.ts';
import type { Link } from '#link/link.ts';
import { TextPeer } from './text-peer.ts';

/** A logged-in user on one dialect. */
export interface Speaker {
  /** In #lobby. */
  says(text: string): void | Promise<void>;
  /** In private. */
  tells(to: string, text: string): void | Promise<void>;
  /** Leaves as its protocol requires; resolves when the link is closed. */
  leaves(): Promise<void>;
  /** Resolves when the link is closed. */
  hangsUp(): Promise<void>;
}

/** The bytes of one write, and the answer. In an answer, `anyNumber` stands for a number that is not known in advance. */
export interface Chunks {
  readonly hello: string;
  come(name: string): string;
  /** The answer to it, on a new listener. */
  came(name: string): string;
  /** In #lobby. */
  say(text: string): string;
  /** Any answer to that. */
  said(text: string): string;
  tell(to: string, text: string): string;
  /** A request whose answer goes only to the asker and repeats the word, such as an unknown command. */
  ask(word: string): string;
  answered(word: string): string;
  readonly leave: string;
}

/** How users send and receive on one dialect. */
export interface Speech {
  /** Tests that do not apply to the dialect, by title, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
  /** The options of its listener. */
  readonly options?: Readonly<Record<string, string>>;
  /** A login needs an account with this password. */
  readonly password?: string;
  /** If several requests may be sent without waiting. */
  readonly chunks?: Chunks;
  comes(connect: () => Promise<Link>, name: string): Promise<Speaker>;
  /** Whether a rendered value is this many whole frames; or an item whose text may be shown. */
  isWhole(item: Item): boolean;
  /** Chunks with the password `s3cret`. */
  readonly secrets: readonly string[];
  /** If people type commands behind a slash: the ways in which one of these words is written. */
  readonly typed?: readonly ((words: readonly string[]) => string)[];
}

export function bytesOf(item: Item): Uint8Array {
  assert.ok(item instanceof Uint8Array);
  return item;
}

/** A user on a protocol whose bytes are text. */
export const inChunks = (chunks: Chunks): Pick<Speech, 'chunks' | 'comes'> => ({
  chunks,
  async comes(connect, name) {
    const peer = new TextPeer(await connect());
    peer.says(chunks.come(name));
    await peer.hears(chunks.hello + chunks.came(name));
    return {
      says: (text) => peer.says(chunks.say(text)),
      tells: (to, text) => peer.says(chunks.tell(to, text)),
      leaves() {
        peer.says(chunks.leave);
        return peer.hangsUp();
      },
      hangsUp: () => peer.hangsUp(),
    };
  },
});

export const textOf = (frame: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(frame);
/** Visible characters, without control characters. */
export const isShown = (text: string): boolean => /^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$/.test(text);
