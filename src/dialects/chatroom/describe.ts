import type { Describer, Meaning } from '../dialect.ts';
import { ackBytes, blockBytes, decode, numberIn, operations } from './codec.ts';

const words: Readonly<Record<string, string>> = {
  [operations.sayToAll]: 'BM: to all',
  [operations.sayToOne]: 'PM: to one',
  [operations.showHistory]: 'CH: history',
  [operations.leave]: 'EX: leave',
};

const sealed = /^[A-Za-z0-9+/=]{300,};[A-Za-z0-9+/=]+$/;
const publicKey = /^LS0tLS1CRUdJTiBQVUJMSUMgS0VZ[A-Za-z0-9+/=]+$/;

/** Describes one block at a time. */
const block = (bytes: Uint8Array): readonly Meaning[] => [{ command: nameOf(bytes) }];

export const describeChatroom = (): Describer => ({ client: block, server: block });

function nameOf(bytes: Uint8Array): string {
  const number = bytes.length === ackBytes || bytes.length === blockBytes ? numberIn(bytes) : undefined;
  if (number !== undefined) return bytes.length === ackBytes ? `ACK ${number}` : `${number} bytes follow`;
  const text = decode(bytes);
  if (Object.hasOwn(words, text)) return words[text] ?? text;
  if (publicKey.test(text)) return 'a public key';
  return sealed.test(text) ? 'sealed' : `${bytes.length} bytes`;
}
