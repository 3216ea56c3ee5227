import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A listener on loopback that gives each accepted connection to the code that made it. */
export interface OwnListener extends AsyncDisposable {
  readonly port: number;
  /** The listener's end of the connection that came from this port. */
  accepted(clientPort: number): Promise<Socket>;
}

export async function ownListener(): Promise<OwnListener> {
  const sockets = new Map<number, PromiseWithResolvers<Socket>>();
  const place = (port: number): PromiseWithResolvers<Socket> => {
    const known = sockets.get(port) ?? Promise.withResolvers<Socket>();
    sockets.set(port, known);
    return known;
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => place(socket.remotePort ?? 0).resolve(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    accepted: (clientPort) => place(clientPort).promise,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const { promise } of sockets.values()) void promise.then((socket) => socket.destroy());
      await closed.promise;
    },
  };
}
