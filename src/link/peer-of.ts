import type { Socket } from 'node:net';
import type { Peer } from './link.ts';

export const peerOf = (socket: Socket): Peer => ({
  address: unmapped(socket.remoteAddress ?? '[gone]'),
  port: socket.remotePort ?? 0,
});

/** An IPv4-mapped IPv6 address, written as IPv4. */
export const unmapped = (address: string): string =>
  address.startsWith('::ffff:') ? address.replace(/^::ffff:(?=\d+\.)/, '') : address;
