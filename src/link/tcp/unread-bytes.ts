import { readSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * The bytes the kernel has received on a socket whose write has just failed. A peer may write and then disconnect, but
 * the stream would close without reading them. Nothing on systems where sockets have no descriptor, or beyond `limit`.
 */
export const unread = (socket: Socket, limit: number): Uint8Array => {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return new Uint8Array(0);
  const { fd } = handle;
  if (typeof fd !== 'number' || fd < 0) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < limit) {
      const chunk = new Uint8Array(64 * 1024);
      const read = readSync(fd, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
  } catch {
    // EAGAIN or ECONNRESET: that was all.
  }
  return Buffer.concat(chunks);
};
