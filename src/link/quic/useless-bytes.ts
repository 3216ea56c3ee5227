import type { LibraryConnection } from './library.ts';
import { methodOf, partOf } from './private-parts.ts';

/** Useless bytes that a peer may send. */
export const maxUseless: number = 256 * 1024;
/**
 * Further ones that a peer may send after as many useful bytes. Where we are slow, a client sends again all that it has
 * sent, several times: as much as a connection lets be untaken.
 */
export const maxCredit: number = 1024 * 1024;

/** Counts the bytes of a peer's datagrams that were neither taken from a stream nor answered. */
export class UselessBytes {
  #bytes = 0;

  /** A datagram has come. False: too many were useless. */
  received(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes <= maxUseless;
  }

  /** Bytes were taken from a stream. They count twice, because datagrams have headers and some are sent again. */
  taken(bytes: number): void {
    this.sent(2 * bytes);
  }

  /** We have sent bytes. Their acknowledgements are shorter. */
  sent(bytes: number): void {
    this.#bytes = Math.max(-maxCredit, this.#bytes - bytes);
  }
}

/**
 * Ends a connection whose peer sends much that is of no use. quiche 0.18 keeps without a bound the pieces of CRYPTO frames behind a
 * gap, the answers to PATH_CHALLENGE, and the ids that the peer has retired (CVE-2024-1765, CVE-2023-6193, CVE-2024-1410).
 */
export function limitUseless(
  connection: LibraryConnection,
  fail: (error: unknown) => void,
  useless: UselessBytes = new UselessBytes(),
): void {
  const native = partOf(connection, 'conn');
  const [receive, send, take] = [
    methodOf(connection, 'recv'),
    methodOf(native, 'send'),
    methodOf(native, 'streamRecv'),
  ];
  let failed = false;
  Reflect.set(connection, 'recv', async (datagram: Uint8Array, from: unknown) => {
    if (failed) return;
    failed = !useless.received(datagram.length);
    if (failed) fail(new Error('a peer has sent too much that is of no use'));
    else await receive(datagram, from);
  });
  Reflect.set(native, 'send', (...given: unknown[]) => {
    const made = send(...given);
    useless.sent(lengthIn(made));
    return made;
  });
  Reflect.set(native, 'streamRecv', (...given: unknown[]) => {
    const read = take(...given);
    useless.taken(lengthIn(read));
    return read;
  });
}

/** The library answers with a list that begins with the length, or with `null`. */
function lengthIn(answer: unknown): number {
  const length: unknown = Array.isArray(answer) ? answer[0] : 0;
  return typeof length === 'number' ? length : 0;
}
