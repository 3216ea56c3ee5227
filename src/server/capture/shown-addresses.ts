import { isIP } from 'node:net';
import type { Endpoint } from '#lab/capture/tcp-conversation.ts';
import type { LinkFacts } from './capture-event.ts';

/** Which addresses a capture shows. */
export type AddressChoice = 'real' | 'synthetic';

/** The two ends of a link, as the capture shows them. */
export interface Ends {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

/** The server's synthetic address (RFC 1918). Clients get addresses from 10.0.1.1. */
const serverAddress = '10.0.0.1';
/** Number of client addresses before they are used again. */
const most = 0xff_ff_ff - 0x1_01;

/**
 * The addresses of links. With synthetic addresses, users on one machine can be told apart, and no real address is
 * shown: each user has an address, and so has each connection until its user is known. A capture can only show IP
 * addresses, so pipes always have synthetic ones.
 */
export class Addresses {
  readonly #choice: AddressChoice;
  readonly #ofUser = new Map<string, string>();
  #count = 0;

  constructor(choice: AddressChoice) {
    this.#choice = choice;
  }

  endsOf({ client, server, user, stream }: LinkFacts): Ends {
    const address = user === undefined ? this.#next() : this.addressOf(user, this.#next());
    const synthetic = this.#choice === 'synthetic';
    return {
      client: {
        address: synthetic || isIP(client.address) === 0 ? address : client.address,
        port: portOf(client.port, stream),
      },
      server: {
        address: synthetic || isIP(server.address) === 0 ? serverAddress : server.address,
        port: server.port,
      },
    };
  }

  /** The address of a user. If it has none yet, `address` becomes it. */
  addressOf(user: string, otherwise: string): string {
    const known = this.#ofUser.get(user);
    if (known === undefined) this.#ofUser.set(user, otherwise);
    return known ?? otherwise;
  }

  /** The shown addresses of a link of that user. */
  names({ client, server }: Ends, user: string): ReadonlyMap<string, string> | undefined {
    if (this.#choice === 'real') return undefined;
    this.addressOf(user, client.address);
    return new Map([
      [client.address, user],
      [server.address, 'polylogue'],
    ]);
  }

  #next(): string {
    const number = 0x01_01 + (this.#count++ % most);
    return `10.${number >> 16}.${(number >> 8) & 0xff}.${number & 0xff}`;
  }
}

/**
 * All streams of a QUIC connection have one port. In the capture each has its own: the first one's and those after it.
 */
const portOf = (port: number, stream = 0): number => {
  const shown = port + Math.floor(stream / 4);
  return shown <= 65_535 ? shown : 1024 + (shown % 64_512);
};
