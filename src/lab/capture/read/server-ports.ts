import type { Side } from '#lab/capture/tcp-conversation.ts';

import type { Transport } from './internet-layer.ts';

const most = 10_000;

/** Endpoints that received a SYN: they are servers, also in later conversations without a handshake. */
export class ServerPorts {
  readonly #known = new Set<string>();

  add(found: Transport, end: 'source' | 'destination'): void {
    if (this.#known.size < most) this.#known.add(keyOf(found, end));
  }

  has(found: Transport, end: 'source' | 'destination'): boolean {
    return this.#known.has(keyOf(found, end));
  }
}

function keyOf({ addresses, addressesAt, addressBytes, bytes, at }: Transport, end: 'source' | 'destination'): string {
  const nth = end === 'source' ? 0 : 1;
  const from = addressesAt + nth * addressBytes;
  return (
    addresses.toString('latin1', from, from + addressBytes) + bytes.toString('latin1', at + 2 * nth, at + 2 * nth + 2)
  );
}

/** The first ephemeral port of most systems, used by clients. */
const firstClientPort = 49_152;

/** Guesses from the two ports which side sent a packet. */
export function likelyServer(source: number, destination: number): Side {
  const [fromClient, toClient] = [source >= firstClientPort, destination >= firstClientPort];
  if (fromClient !== toClient) return fromClient ? 'client' : 'server';
  return source > destination ? 'client' : 'server';
}
