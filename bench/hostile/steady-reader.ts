import { honestAddress } from './addresses.ts';
import type { Ports } from './attack.ts';
import { come } from './member.ts';

const every = 10;

/** A client on nick in #lobby that reads exactly this many bytes a second. */
export interface SteadyReader {
  readonly closed: boolean;
  readonly read: number;
  stop(): void;
}

export async function steadyReader(ports: Ports, bytesPerSecond: number): Promise<SteadyReader> {
  const { socket } = await come('lobby', ports['nick'] ?? 0, honestAddress, 'steady');
  socket.removeAllListeners('data');
  socket.pause();
  let [closed, read, began] = [false, 0, performance.now()];
  socket.on('close', () => (closed = true));
  const timer = setInterval(() => {
    const now = performance.now();
    // Time without bytes to read is not made up for.
    const may = Math.round((bytesPerSecond * Math.min(now - began, 10 * every)) / 1000);
    began = now;
    const piece: unknown = socket.read(Math.min(may, socket.readableLength)) ?? socket.read(0);
    if (piece instanceof Uint8Array) read += piece.length;
  }, every);
  return {
    get closed() {
      return closed;
    },
    get read() {
      return read;
    },
    stop() {
      clearInterval(timer);
      socket.removeAllListeners('close').destroy();
    },
  };
}
