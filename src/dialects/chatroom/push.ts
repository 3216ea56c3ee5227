import type { Seq } from '#chat/event.ts';

import type { openPush, sealedPush } from './codec.ts';

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
  /** Bytes of it, at worst. */
  readonly length: number;
}

/** At most three bytes stand for one UTF-16 unit. */
export function pushOf(push: Omit<Push, 'length'>): Push {
  const each = push.head.length + push.speaker.length + 2;
  return { ...push, length: 3 * push.lines.reduce((sum, line) => sum + each + line.length, 0) };
}

/** What is to be read, with the speaker or without. */
export const pushText = ({ head, speaker, lines }: Push, named: boolean): string =>
  lines.map((line) => `${head}${named && speaker !== '' ? `${speaker}: ` : ''}${line}`).join('\n');

/**
 * What is pushed before a text that its sender has sealed, in which nobody can look for a name. Nothing that is said begins
 * like this: each line of that has a head before it.
 */
export const announcement = ({ speaker }: Push): string => `*** Incoming Private Message from ${speaker} ***`;
