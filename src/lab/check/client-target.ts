import type { Wire } from '#lab/stage.ts';
import { wireOver } from '#lab/wire.ts';
import { listenTcp } from '#link/tcp.ts';

import { CannotStart, type Target } from './target.ts';
import { type ClientOptions, TerminalProgram } from './terminal/terminal-program.ts';

/** A client that is started afresh for each check, at a terminal, and told our port. `port`: ours, where it is fixed. */
export const clientTarget = (options: ClientOptions, port: number | undefined): Target => ({
  parallel: port === undefined,
  async begin(_dialect, exchange) {
    const waiting: Wire[] = [];
    const takers: ((wire: Wire) => void)[] = [];
    let links = 0;
    const listening = await listenTcp({ port: port ?? 0 }, (link) => {
      links++;
      const wire = exchange.over(links === 1 ? 'client' : `link${links}`, wireOver(link), 'them');
      const taker = takers.shift();
      if (taker) taker(wire);
      else waiting.push(wire);
    }).catch((error: unknown) => {
      throw new CannotStart(
        `we cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const program = new TerminalProgram(options, { port: String(listening.port), host: '127.0.0.1' });
    return {
      client: {
        program,
        connection: () =>
          new Promise((resolve) => {
            const wire = waiting.shift();
            if (wire) resolve(wire);
            else takers.push(resolve);
          }),
      },
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
