import type { Printed } from '#lab/program-process.ts';
import type { Wire } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';
import { listenQuic } from '#link/quic/quic.ts';
import { listenTcp } from '#link/tcp/tcp.ts';

import type { TypedProgram } from './client-scene.ts';
import type { Exchange } from './exchange.ts';
import { connectionOf } from './quic-wire.ts';
import { CannotStart, type Running, type Target } from './target.ts';

/** Our certificate as a server over QUIC. */
export interface QuicServer {
  /** The certificate in PEM. */
  readonly cert: string;
  readonly key: string;
  /** The path of the certificate, which is passed to the client. */
  readonly certFile: string;
  readonly alpn: string;
}

/** A client that was started. */
export interface ClientProgram extends TypedProgram {
  readonly printed: Printed;
  readonly end: string | undefined;
  /** A person starts and ends it; whether it has ended is not asked. */
  readonly isByHand?: boolean;
  close(): Promise<void>;
}

/** Our port for a client, and how the client is started. */
export interface Listening {
  readonly host: string;
  /** Our port, if it is fixed. */
  readonly port: number | undefined;
  /** Milliseconds in which a client must connect. */
  readonly startTimeout: number;
  /** We listen on QUIC instead of TCP. */
  readonly quic?: QuicServer | undefined;
  /** Starts the client for one check. `places`: values for its arguments, such as our `port`. */
  readonly start: (places: Readonly<Record<string, string>>) => ClientProgram;
  /** Rejects once no person can start it any more; then the check that waits for it rejects, too. */
  readonly nobody?: Promise<never> | undefined;
}

async function listen(
  at: { readonly host: string; readonly port: number },
  quic: QuicServer | undefined,
  came: (wire: Wire) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  try {
    if (quic) return await listenQuic({ ...at, ...quic }, (connection) => came(connectionOf(connection)));
    return await listenTcp(at, (link) => came(wireOver(link)));
  } catch (error) {
    throw new CannotStart(
      `we cannot listen on port ${at.port}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The connections that a client makes, in order; each is recorded. */
class Connections {
  readonly #exchange: Exchange;
  readonly #waiting: Wire[] = [];
  readonly #takers: ((wire: Wire) => void)[] = [];
  #count = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  add(wire: Wire): void {
    this.#count++;
    const recorded = this.#exchange.over(this.#count === 1 ? 'server' : `server-${this.#count}`, wire, 'them');
    const taker = this.#takers.shift();
    if (taker) taker(recorded);
    else this.#waiting.push(recorded);
  }

  next(): Promise<Wire> {
    return new Promise((resolve) => {
      const wire = this.#waiting.shift();
      if (wire) resolve(wire);
      else this.#takers.push(resolve);
    });
  }

  /** Cuts off the connections that no check has taken. */
  cutOff(): void {
    for (const wire of this.#waiting) wire.cutOff();
  }
}

/** A client that is started afresh for each check, and connects to us. */
export const listeningTarget = ({ host, port, startTimeout, quic, start, nobody }: Listening): Target => ({
  parallel: port === undefined,
  async begin(_dialect, exchange) {
    const connections = new Connections(exchange);
    const listening = await listen({ host, port: port ?? 0 }, quic, (wire) => connections.add(wire));
    const program = start({
      port: String(listening.port),
      host,
      ...(quic ? { cert: quic.certFile } : {}),
    });
    /** Its output and its end, as they were before its connections were closed. */
    let last: Pick<Running, 'printed' | 'end'> | undefined;
    return {
      client: {
        program,
        startTimeout,
        connection: () => (nobody ? Promise.race([connections.next(), nobody]) : connections.next()),
      },
      transport: quic ? 'quic' : 'tcp',
      isLeaving: false,
      get printed() {
        return (last ?? program).printed;
      },
      get end() {
        return (last ?? program).end;
      },
      finish: async (ms) => {
        if (last) return;
        if (program.isByHand !== true) await program.ends(performance.now() + ms);
        last = { printed: program.printed, end: program.end };
      },
      async close() {
        connections.cutOff();
        await Promise.all([program.close(), listening.close()]);
      },
    };
  },
});
