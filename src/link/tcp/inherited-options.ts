import type { Server } from 'node:net';

/** The function that sets options of a listening socket. Not part of Node's interface, so it is only used if it is there. */
interface OptionsHandle {
  setNoDelay(on: boolean): number;
  setKeepAlive(on: boolean, seconds: number, interval?: number, count?: number): number;
}

/**
 * On Linux a connection inherits the socket options of its listener. So they are set once on the listener, instead of with
 * five system calls for every connection.
 */
export function setOnListener(server: Server, keepAliveDelay: number): void {
  if (process.platform !== 'linux') return;
  const handle: unknown = Reflect.get(server, '_handle');
  if (!isOptionsHandle(handle)) return;
  if (handle.setNoDelay(true) !== 0 || handle.setKeepAlive(true, Math.trunc(keepAliveDelay / 1000)) !== 0) return;
  Reflect.set(server, 'noDelay', false);
  Reflect.set(server, 'keepAlive', false);
}

const isOptionsHandle = (handle: unknown): handle is OptionsHandle =>
  typeof handle === 'object' &&
  handle !== null &&
  typeof Reflect.get(handle, 'setNoDelay') === 'function' &&
  typeof Reflect.get(handle, 'setKeepAlive') === 'function';
