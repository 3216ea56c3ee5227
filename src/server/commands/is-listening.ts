import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';

/**
 * Whether somebody listens at an address of this machine, without a connection that a server would take for a client: it
 * is tried whether the port is free. Undefined where that tells nothing: on other machines, and where a port may be had twice.
 */
export async function isListening(host: string, port: number): Promise<boolean | undefined> {
  // Elsewhere a port of one address is free although somebody listens on all of them.
  if (process.platform !== 'linux') return undefined;
  const found = await lookup(host, { all: true }).catch(() => []);
  const taken = await Promise.all(found.map(({ address }) => isTaken(address, port)));
  if (taken.includes(true)) return true;
  return taken.length > 0 && taken.every((each) => each === false) ? false : undefined;
}

function isTaken(host: string, port: number): Promise<boolean | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE' ? true : undefined));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
