import { connect, type Socket } from 'node:net';
import { attackerAddress } from './addresses.ts';
import type { Ground } from './attack.ts';

/** Connections that are opened at a time. */
const atOnce = 50;
/** How long a connection may take, in ms. */
const timeout = 10_000;

/**
 * A link of an attacker; undefined, and counted, when it could not be made. It is closed when the attack ends. It is
 * not read until somebody listens.
 */
export function attackLink(ground: Ground, port: number, from: string = attackerAddress): Promise<Socket | undefined> {
  const { signal } = ground;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    const socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true });
    let open = false;
    const close = (): void => void socket.destroy();
    signal.addEventListener('abort', close);
    socket.setTimeout(timeout, () => open || socket.destroy());
    socket.on('connect', () => {
      open = true;
      socket.setTimeout(0);
      ground.count('links');
      resolve(socket);
    });
    // Not 'close', which our own end brings, too.
    const cut = (): void => void (open && !signal.aborted && ground.count('closed by the server'));
    socket.on('error', cut).on('end', cut);
    socket.on('close', () => {
      signal.removeEventListener('abort', close);
      if (!open) ground.count('not connected');
      resolve(undefined);
    });
  });
}

/** Calls `once` for 0 to `count` - 1, a few at a time, until the attack ends. Resolves when all have resolved. */
export async function forMany(
  ground: Ground,
  count: number,
  once: (index: number) => Promise<unknown>,
  most: number = atOnce,
): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: Math.min(count, most) }, async () => {
    while (next < count && !ground.signal.aborted) await once(next++);
  });
  await Promise.all(lanes);
}

/** Writes `chunk` again whenever the last one has left, until the link or the attack ends. Returns at once. */
export function pour(ground: Ground, socket: Socket, chunk: Uint8Array | string): void {
  const more = (): void => {
    if (ground.signal.aborted || socket.destroyed) return;
    ground.count('bytes', chunk.length);
    socket.write(chunk, (error) => {
      if (!error) setImmediate(more);
    });
  };
  more();
}

/** Resolves with true once the link has said `words`, with false when it has ended before. Reads the link from now on. */
export function hears(socket: Socket, words: string): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString('latin1')).slice(-4096);
      if (said.includes(words)) settle(true);
    };
    const over = (): void => settle(false);
    const settle = (heard: boolean): void => {
      socket.off('data', listen).off('close', over);
      resolve(heard);
    };
    socket.on('data', listen).on('close', over);
  });
}

/** Reads all that comes, and forgets it. */
export const discard = (socket: Socket): Socket => socket.on('data', () => {});

/** Resolves after `ms`, or when the attack ends. */
export const pause = ({ signal }: Pick<Ground, 'signal'>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
