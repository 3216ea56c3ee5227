import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A listener that shows what it receives, and answers nothing: the counterpart of the exercise's sender. */
export interface Listening {
  readonly port: number;
  /** Resolves when the first connection has ended. */
  readonly first: Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  readonly print: (line: string) => void;
}

/** The most connections at once. */
const mostConnections = 256;

/** Prints the lines of the exercise's `tcp_listener.py`. Rejects with Node's error if the port is unavailable. */
export async function listen({ host, port, print }: ListenOptions): Promise<Listening> {
  const sockets = new Set<Socket>();
  const first = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const who = `('${socket.remoteAddress}', ${socket.remotePort})`;
    const decoder = new TextDecoder();
    print(`Connection from: ${who}`);
    socket.on('data', (bytes: Buffer) => print(`Received: ${decoder.decode(bytes, { stream: true })}`));
    socket.on('error', (error) => print(`Connection broken: ${who}: ${error.message}`));
    socket.on('close', () => {
      sockets.delete(socket);
      print(`Connection closed: ${who}`);
      first.resolve();
    });
  });
  server.maxConnections = mostConnections;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  print(`Listening on ${host.includes(':') ? `[${host}]` : host}:${bound}`);
  return {
    port: bound,
    first: first.promise,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
