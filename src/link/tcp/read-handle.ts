import { Socket } from 'node:net';

/** The handle with which a socket reads. It is not part of Node's interface, so it is used only if it has this form. */
interface ReadHandle {
  reading: boolean;
  readStart(): unknown;
  readStop(): unknown;
}

const readOn = Socket.prototype._read;
/** A paused stream asks for one chunk ahead. */
const readNothing = (): void => {};

/**
 * Gives a socket the property that `stopReading` replaces, before any other: sockets that got it at different times would have
 * as many shapes in V8, and each access in Node's write would have to find out which.
 */
export function setShape(socket: Socket): void {
  if (!Object.hasOwn(socket, '_read')) socket._read = readOn;
}

/**
 * Stops a paused socket from reading. Left alone it would read one chunk more, and a thousand held links would keep 64 kB
 * each for nothing.
 */
export function stopReading(socket: Socket): void {
  const handle = handleOf(socket);
  if (!handle?.reading) return;
  socket._read = readNothing;
  handle.reading = false;
  handle.readStop();
}

/** Undoes `stopReading`, before the socket is resumed. */
export function startReading(socket: Socket): void {
  if (socket._read !== readNothing) return;
  socket._read = readOn;
  const handle = handleOf(socket);
  if (!handle || handle.reading) return;
  handle.reading = true;
  handle.readStart();
}

function handleOf(socket: Socket): ReadHandle | undefined {
  const handle: unknown = socket.destroyed ? undefined : Reflect.get(socket, '_handle');
  return isReadHandle(handle) ? handle : undefined;
}

const isReadHandle = (handle: unknown): handle is ReadHandle =>
  typeof handle === 'object' &&
  handle !== null &&
  typeof Reflect.get(handle, 'reading') === 'boolean' &&
  typeof Reflect.get(handle, 'readStart') === 'function' &&
  typeof Reflect.get(handle, 'readStop') === 'function';
