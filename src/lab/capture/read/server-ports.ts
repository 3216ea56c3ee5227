import type { Side } from '#lab/capture/tcp-conversation.ts';

import type { Transport } from './internet-layer.ts';

const most = 10_000;

/** Endpoints that a SYN was sent to: they are servers, also where a later conversation has lost its beginning. */
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

/** Where systems take the ports of clients from, as most of them do. */
const firstClientPort = 49_152;

/** Which side the sender of a packet is, going by the two ports alone. */
export function likelyServer(source: number, destination: number): Side {
  const [fromClient, toClient] = [source >= firstClientPort, destination >= firstClientPort];
  if (fromClient !== toClient) return fromClient ? 'client' : 'server';
  return source > destination ? 'client' : 'server';
}
