import type { Socket } from 'node:net';

const owner: unique symbol = Symbol('owner');

/** The object that is told the events of a socket. */
export interface SocketOwner {
  /** The socket has read. */
  data(chunk: Uint8Array): void;
  /** The peer has said that nothing more comes. */
  ended(): void;
  /** All bytes that waited were taken by the kernel. */
  emptied(): void;
  /** The socket is gone. */
  closed(): void;
}

/** A socket whose event listeners find its owner, so that no function is made for each socket. */
export type OwnedSocket = Socket & { [owner]: SocketOwner };

/** From now on the owner is told when the socket is closed. */
export function setOwner(socket: Socket & { [owner]?: SocketOwner }, by: SocketOwner): asserts socket is OwnedSocket {
  socket[owner] = by;
  socket.on('error', onError);
  socket.on('close', onClose);
}

/** The owner is given what the socket reads, and told when the peer has ended. Called once. */
export const passDataToOwner = (socket: OwnedSocket): void => void socket.on('data', onData).on('end', onEnd);

export const stopPassingData = (socket: OwnedSocket): void => void socket.off('data', onData);

/** The owner is told when no bytes wait any more. */
export function tellOwnerWhenEmptied(socket: OwnedSocket): void {
  if (socket.listenerCount('drain') === 0) socket.on('drain', onDrain);
}

function onData(this: OwnedSocket, chunk: Uint8Array): void {
  this[owner].data(chunk);
}

function onEnd(this: OwnedSocket): void {
  this[owner].ended();
}

function onDrain(this: OwnedSocket): void {
  this[owner].emptied();
}

function onClose(this: OwnedSocket): void {
  this[owner].closed();
}

/** 'close' follows and has the result; without a listener for 'error' the process would end. */
function onError(): void {}
