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

/** Describes numbers and streams; the meaning of a client's stream depends on the operation before it. */
export function describeChatroom(): Describer {
  /** The operation that is asked for, and the receiver of a PM. */
  let operation = '';
  let to: string | undefined;
  const told = ({ command, text }: Block): Meaning => {
    if (text === undefined) return { command };
    if (Object.hasOwn(words, text)) {
      [operation, to] = [text, undefined];
      return { command };
    }
    if (operation === operations.sayToOne && to === undefined) {
      to = text;
      return { command: `PM: to ${text}` };
    }
    const whom = operation === operations.sayToAll ? '#lobby' : to;
    const said: Meaning = whom === undefined ? { command } : { to: whom, command: operation };
    [operation, to] = ['', undefined];
    return said;
  };
  return {
    client: (bytes) => blocksIn(bytes).map(told),
    server: (bytes) => blocksIn(bytes).map(({ command }) => ({ command })),
  };
}

interface Block {
  readonly command: string;
  /** The data of a STREAM as text; undefined for an ACK or a header. */
  readonly text?: string;
}

/** One block after the other, as both sides write them; the last is whatever is left. */
function blocksIn(bytes: Uint8Array): readonly Block[] {
  const found: Block[] = [];
  for (let at = 0; at < bytes.length;) {
    const [length, command] = headIn(bytes.subarray(at)) ?? [bytes.length - at, undefined];
    const text = decode(bytes.subarray(at, at + length));
    found.push(command === undefined ? { command: nameOf(text, length), text } : { command });
    at += length;
  }
  return found;
}

/** An ACK or a header: their lengths differ. */
function headIn(bytes: Uint8Array): readonly [length: number, command: string] | undefined {
  const [long, short] = [bytes.subarray(0, blockBytes), bytes.subarray(0, ackBytes)];
  const length = long.length === blockBytes ? numberIn(long) : undefined;
  if (length !== undefined) return [blockBytes, `${length} bytes follow`];
  const number = short.length === ackBytes ? numberIn(short) : undefined;
  return number === undefined ? undefined : [ackBytes, `ACK ${number}`];
}

function nameOf(text: string, length: number): string {
  if (Object.hasOwn(words, text)) return words[text] ?? text;
  if (publicKey.test(text)) return 'a public key';
  return sealed.test(text) ? 'sealed' : `${length} bytes`;
}
