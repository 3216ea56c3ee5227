import type { Wire } from '#lab/stage.ts';
import { wireOver } from '#lab/wire.ts';
import { listenQuic } from '#link/quic.ts';
import { listenTcp } from '#link/tcp.ts';

import { connectionOf } from './quic-wire.ts';
import { CannotStart, type Target } from './target.ts';
import { type ClientOptions, TerminalProgram } from './terminal/terminal-program.ts';

const host = '127.0.0.1';

/** What we are to a client over QUIC. */
export interface QuicServer {
  /** In PEM. */
  readonly cert: string;
  readonly key: string;
  /** The file of the certificate, which the client is told. */
  readonly certFile: string;
  readonly alpn: string;
}

/**
 * A client that is started afresh for each check, at a terminal, and told our port. `startTimeout`: ms in which it must
 * connect. `port`: ours, where it is fixed. `quic`: we listen on QUIC in place of TCP.
 */
export const clientTarget = (
  options: ClientOptions,
  startTimeout: number,
  port: number | undefined,
  quic?: QuicServer,
): Target => ({
  parallel: port === undefined,
  async begin(_dialect, exchange) {
    const waiting: Wire[] = [];
    const takers: ((wire: Wire) => void)[] = [];
    let links = 0;
    const came = (its: Wire): void => {
      links++;
      const wire = exchange.over(links === 1 ? 'server' : `server-${links}`, its, 'them');
      const taker = takers.shift();
      if (taker) taker(wire);
      else waiting.push(wire);
    };
    const at = { host, port: port ?? 0 };
    const listening = await (
      quic
        ? listenQuic({ ...at, ...quic }, (connection) => came(connectionOf(connection)))
        : listenTcp(at, (link) => came(wireOver(link)))
    ).catch((error: unknown) => {
      throw new CannotStart(
        `we cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const program = new TerminalProgram(options, {
      port: String(listening.port),
      host,
      ...(quic ? { cert: quic.certFile } : {}),
    });
    return {
      client: {
        program,
        startTimeout,
        connection: () =>
          new Promise((resolve) => {
            const wire = waiting.shift();
            if (wire) resolve(wire);
            else takers.push(resolve);
          }),
      },
      transport: quic ? 'quic' : 'tcp',
      isLeaving: false,
      get printed() {
        return program.printed;
      },
      get end() {
        return program.end;
      },
      finish: async (ms) => {
        await program.ends(performance.now() + ms);
      },
      async close() {
        for (const wire of waiting) wire.cutOff();
        await Promise.all([program.close(), listening.close()]);
      },
    };
  },
});
