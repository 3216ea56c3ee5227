import type { Seq } from '#chat/event.ts';

import { encode, type openPush, type sealedPush } from './codec.ts';

/**
 * A push before it is encoded. Its bytes depend on the receiver (the key, and whether the receiver's listener shows
 * senders), so the render makes this value for all, and what is the same for several sessions is encoded once.
 */
export interface Push {
  readonly number: typeof openPush | typeof sealedPush;
  /** The entry's seq; 0 for none. */
  readonly seq: Seq;
  /** Written before each line. */
  readonly head: string;
  /** The sender, where the original would not show one; empty if the head has it, or there is none. */
  readonly speaker: string;
  readonly lines: readonly string[];
  /** The most bytes it can have. */
  readonly length: number;
  /** Its text in UTF-8, once it was needed: with the sender, and without. */
  readonly encoded: { named: Uint8Array | undefined; plain: Uint8Array | undefined };
}

/** One UTF-16 unit has at most three bytes. */
export function pushOf(push: Omit<Push, 'length' | 'encoded'>): Push {
  const each = push.head.length + push.speaker.length + 2;
  const length = 3 * push.lines.reduce((sum, line) => sum + each + line.length, 0);
  return { ...push, length, encoded: { named: undefined, plain: undefined } };
}

/** The text, with the sender or without, in bytes that all sessions share. */
export function pushBytes(push: Push, named: boolean): Uint8Array {
  const { head, speaker, lines, encoded } = push;
  const form = named && speaker !== '' ? 'named' : 'plain';
  const before = form === 'named' ? `${head}${speaker}: ` : head;
  return (encoded[form] ??= encode(lines.map((line) => before + line).join('\n')));
}

/**
 * Announces a text sealed by its sender, in which the server cannot show a name. No message can begin like this,
 * because each of its lines has a head.
 */
export const announcement = ({ speaker }: Push): string => `*** Incoming Private Message from ${speaker} ***`;
