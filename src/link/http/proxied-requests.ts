import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection, ConnectionHandler } from '#link/connection-handler.ts';
import type { InputRates } from '#link/input/input-rates.ts';
import type { Peer } from '#link/link.ts';
import type { LinkSettings } from '#link/link-options.ts';
import type { SlicedSocket } from '#link/tcp/sliced-socket.ts';

/** Whom a connection of a proxy serves now. */
interface Serving {
  readonly network: string;
  /** Its requests that are not answered yet, or of which not all has come. */
  requests: number;
  readonly admitted: boolean;
}

/**
 * Counts connections of proxies for the clients whose requests they bring, as the client's own connection would be: while one is
 * not answered, or not all of it has come. Its input is read in the turns of the client for so long.
 */
export class ProxiedRequests {
  readonly #handler: ConnectionHandler;
  readonly #networkOf: (address: string) => string;
  readonly #rates: InputRates | undefined;
  readonly #serving = new WeakMap<SlicedSocket, Serving>();

  constructor(handler: ConnectionHandler, { networkOf, inputRates }: Pick<LinkSettings, 'networkOf' | 'inputRates'>) {
    this.#handler = handler;
    this.#networkOf = networkOf;
    this.#rates = inputRates;
  }

  /** A request of that client has come. False: the client has too many connections. */
  begin(socket: SlicedSocket, client: Peer, request: IncomingMessage, response: ServerResponse): boolean {
    const network = this.#networkOf(client.address);
    const before = this.#serving.get(socket);
    // Pipelined requests of one client need one connection.
    const serving = before?.network === network ? before : this.#admit(socket, client, network);
    // The request and its answer close, in any order.
    let open = 2;
    const closed = (): void => {
      if (--open === 0 && --serving.requests === 0) this.#over(socket, client, serving);
    };
    serving.requests++;
    request.once('close', closed);
    response.once('close', closed);
    return serving.admitted;
  }

  #admit(socket: SlicedSocket, client: Peer, network: string): Serving {
    const connection: Connection = { peer: client, part: 'request' };
    const serving = { network, requests: 0, admitted: this.#handler.admit(connection) };
    this.#serving.set(socket, serving);
    if (serving.admitted) socket.belongsTo(network, this.#rates);
    // The request is refused, and its connection closed.
    else this.#handler.over(connection);
    return serving;
  }

  #over(socket: SlicedSocket, client: Peer, serving: Serving): void {
    if (this.#serving.get(socket) === serving) this.#serving.delete(socket);
    if (!serving.admitted) return;
    this.#handler.over({ peer: client, part: 'request' });
    if (!this.#serving.has(socket)) socket.belongsTo(this.#networkOf(socket.remoteAddress ?? ''));
  }
}
