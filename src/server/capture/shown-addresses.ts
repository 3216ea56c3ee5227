import { isIP } from 'node:net';
import type { Endpoint } from '#lab/capture/tcp-conversation.ts';
import type { LinkFacts } from './capture-event.ts';

/** Which addresses stand in a capture. */
export type AddressChoice = 'real' | 'synthetic';

/** The two ends of a link, as they are shown. */
export interface Ends {
  readonly client: Endpoint;
  readonly server: Endpoint;
}

/** The server's, in 10.0.0.0/8 (RFC 1918). Clients have those from 10.0.1.1 on. */
const serverAddress = '10.0.0.1';
/** Clients' addresses until they are used again. */
const most = 0xff_ff_ff - 0x1_01;

/**
 * The addresses of links. Synthetic ones tell users on one machine apart, and tell nobody's real address: each user has
 * one, and each connection that is opened before it is known whose it is. Only IP addresses can be shown, so a pipe's
 * are always made up.
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

  /** The address a user is known by; the given one from now on, if there is none. */
  addressOf(user: string, otherwise: string): string {
    const known = this.#ofUser.get(user);
    if (known === undefined) this.#ofUser.set(user, otherwise);
    return known ?? otherwise;
  }

  /** What goes by which name, for a link of that user. */
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

/** The streams of a QUIC connection have one port; here each has its own, behind that of the first. */
const portOf = (port: number, stream = 0): number => {
  const shown = port + Math.floor(stream / 4);
  return shown <= 65_535 ? shown : 1024 + (shown % 64_512);
};
