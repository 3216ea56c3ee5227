import { connect, type Socket } from 'node:net';
import { attackerAddress } from './addresses.ts';
import type { AttackContext } from './attack.ts';

/** Connections that are opened at the same time. */
const atOnce = 50;
/** The time limit for a connection, in ms. */
const timeout = 10_000;

/**
 * Opens a link of an attacker. Undefined, and counted, if that failed. It is closed when the attack ends, and not read
 * without a listener.
 */
export function attackLink(
  context: AttackContext,
  port: number,
  from: string = attackerAddress,
): Promise<Socket | undefined> {
  const { signal } = context;
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
      context.count('links');
      resolve(socket);
    });
    // Not 'close', which also comes after our own end.
    const cut = (): void => void (open && !signal.aborted && context.count('closed by the server'));
    socket.on('error', cut).on('end', cut);
    socket.on('close', () => {
      signal.removeEventListener('abort', close);
      if (!open) context.count('not connected');
      resolve(undefined);
    });
  });
}

/**
 * Calls `once` for 0 to `count` - 1, a few at the same time, until the attack ends. Resolves when all have resolved.
 */
export async function forMany(
  context: AttackContext,
  count: number,
  once: (index: number) => Promise<unknown>,
  most: number = atOnce,
): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: Math.min(count, most) }, async () => {
    while (next < count && !context.signal.aborted) await once(next++);
  });
  await Promise.all(lanes);
}

/** Writes `chunk` repeatedly, each time the last one was sent, until the link or the attack ends. Returns at once. */
export function pour(context: AttackContext, socket: Socket, chunk: Uint8Array | string): void {
  const more = (): void => {
    if (context.signal.aborted || socket.destroyed) return;
    context.count('bytes', chunk.length);
    socket.write(chunk, (error) => {
      if (!error) setImmediate(more);
    });
  };
  more();
}

/** Resolves with true when the link has sent `words`, with false if it ends before. Reads the link from now on. */
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

/** Reads everything, and discards it. */
export const discard = (socket: Socket): Socket => socket.on('data', () => {});

/** Resolves after `ms`, or when the attack ends. */
export const pause = ({ signal }: Pick<AttackContext, 'signal'>, ms: number): Promise<void> =>
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
