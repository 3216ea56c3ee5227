import type { Seq } from '#chat/event.ts';

import { decode, encode, type openPush, type sealedPush } from './codec.ts';

/**
 * What a client is to hear. Its bytes depend on whom it goes to (whose key it is sealed for, and whether its listener
 * knows the speaker as a chatroom client), so this is what a render makes, and each session writes its own.
 */
export interface Push {
  readonly number: typeof openPush | typeof sealedPush;
  /** The entry it tells of; 0 for none. */
  readonly seq: Seq;
  /** Stands before each line. */
  readonly head: string;
  /** Who speaks, where the original would not say so; empty where that stands in the head, or nobody does. */
  readonly speaker: string;
  readonly lines: readonly string[];
}

/** In a frame, so that it can be shared as all renders' work is. No peer ever reads it: JSON will do. */
export const pushFrame = (push: Push): Uint8Array => encode(JSON.stringify(push));

/** The inverse, for frames of our own. */
export const pushIn = (frame: Uint8Array): Push => JSON.parse(decode(frame));

/** What is to be read, with the speaker or without. */
export const pushText = ({ head, speaker, lines }: Push, named: boolean): string =>
  lines.map((line) => `${head}${named && speaker !== '' ? `${speaker}: ` : ''}${line}`).join('\n');

/**
 * What is pushed before a text that its sender has sealed, in which nobody can look for a name. Nothing that is said begins
 * like this: each line of that has a head before it.
 */
export const announcement = ({ speaker }: Push): string => `*** Incoming Private Message from ${speaker} ***`;
