import type { Seq } from '#chat/event.ts';

import type { openPush, sealedPush } from './codec.ts';

/**
 * A push before it is encoded. Its bytes depend on the receiver (the key, and whether the receiver's listener shows
 * senders), so the render makes this value, and each session encodes it.
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
}

/** One UTF-16 unit has at most three bytes. */
export function pushOf(push: Omit<Push, 'length'>): Push {
  const each = push.head.length + push.speaker.length + 2;
  return { ...push, length: 3 * push.lines.reduce((sum, line) => sum + each + line.length, 0) };
}

/** The text, with the sender or without. */
export const pushText = ({ head, speaker, lines }: Push, named: boolean): string =>
  lines.map((line) => `${head}${named && speaker !== '' ? `${speaker}: ` : ''}${line}`).join('\n');

/**
 * Announces a text sealed by its sender, in which the server cannot show a name. No message can begin like this,
 * because each of its lines has a head.
 */
export const announcement = ({ speaker }: Push): string => `*** Incoming Private Message from ${speaker} ***`;
