import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';

/**
 * Whether a server listens at an address of this machine. It makes no connection, which the server would take for a
 * client, but tests whether the port is free. Undefined if that proves nothing: on other machines, and on systems where
 * two servers may share a port.
 */
export async function isListening(host: string, port: number): Promise<boolean | undefined> {
  // On other systems a port of one address counts as free while a server listens on all addresses.
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
