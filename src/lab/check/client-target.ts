import { listeningTarget, type QuicServer } from './client-listener.ts';
import type { Target } from './target.ts';
import { type ClientOptions, TerminalProgram } from './terminal/terminal-program.ts';

/**
 * A client that is started afresh for each check, at a terminal, and told our port. `startTimeout`: ms in which it must
 * connect. `port`: ours, where it is fixed. `quic`: we listen on QUIC in place of TCP.
 */
export const clientTarget = (
  options: ClientOptions,
  startTimeout: number,
  port: number | undefined,
  quic?: QuicServer,
): Target =>
  listeningTarget({
    host: '127.0.0.1',
    port,
    startTimeout,
    quic,
    start: (places) => new TerminalProgram(options, places),
  });
