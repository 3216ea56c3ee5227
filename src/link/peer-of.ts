import type { Socket } from 'node:net';
import type { Peer } from './link.ts';

export const peerOf = (socket: Socket): Peer => ({
  address: unmapped(socket.remoteAddress ?? '[gone]'),
  port: socket.remotePort ?? 0,
});

/**
 * The peer has reset the connection before it was accepted. It cannot be answered, and has no address any more by which a limit or a ban
 * would find it, although what it sent can still be read.
 */
export const hasGone = (socket: Socket): boolean => socket.remoteAddress === undefined;

/** An IPv4-mapped IPv6 address, written as IPv4. */
export const unmapped = (address: string): string =>
  address.startsWith('::ffff:') ? address.replace(/^::ffff:(?=\d+\.)/, '') : address;
