import type { Socket } from 'node:net';

let key: symbol | undefined;

/**
 * Takes the timer from a socket whose timeout was switched off: Node keeps it, and would refresh it, without effect, with each write and
 * each read. Not part of Node's interface; where there is no such timer, nothing happens.
 */
export function forgetTimer(socket: Socket): void {
  key ??= Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'timeout');
  if (key !== undefined && Reflect.get(socket, key)) Reflect.set(socket, key, null);
}
