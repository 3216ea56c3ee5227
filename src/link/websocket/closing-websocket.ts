import { WebSocket } from 'ws';

/**
 * What the types of ws lack: how long it waits for a peer's own close frame, in ms; how many pings of a peer may wait for
 * their answer; and of how many fragments, and how many chunks as they are read, a message may consist: each of them takes some
 * 200 bytes of memory, however short it is. The longest message is 245 of the shortest segments of TCP.
 */
export const webSocketBounds: object = {
  closeTimeout: 2000,
  maxPendingAutoPongs: 8,
  maxFragments: 128,
  maxBufferedChunks: 384,
};

/** What ws holds of a message that is not complete. It is not part of its interface. */
interface Receiver {
  /** Chunks, as they were read, that contain no whole frame yet; and their bytes. */
  readonly _buffers: readonly unknown[];
  readonly _bufferedBytes: number;
  /** Bytes of the fragments of a message, and their number. */
  readonly _messageLength: number;
  readonly _numFragments: number;
}

/** Bytes of memory that an object takes for each chunk or fragment; a fragment keeps a slice of input in memory, too. */
const [perChunk, perFragment] = [256, 1280];

const isReceiver = (receiver: unknown): receiver is Receiver =>
  typeof receiver === 'object' &&
  receiver !== null &&
  Array.isArray(Reflect.get(receiver, '_buffers')) &&
  ['_bufferedBytes', '_messageLength', '_numFragments'].every((key) => typeof Reflect.get(receiver, key) === 'number');

/** A WebSocket that tells when it begins to close, on either side: no message may follow a close frame (RFC 6455, 5.5.1). */
export class ClosingWebSocket extends WebSocket {
  closing: () => void = () => {};
  #receiver: Receiver | undefined = undefined;

  /** Bytes of memory of a message that is not complete. */
  get unfinished(): number {
    const receiver = (this.#receiver ??= this.#findReceiver());
    if (!receiver) return 0;
    const { _buffers: chunks, _bufferedBytes: bytes, _messageLength: length, _numFragments: fragments } = receiver;
    return bytes + length + perChunk * chunks.length + perFragment * fragments;
  }

  #findReceiver(): Receiver | undefined {
    const receiver: unknown = Reflect.get(this, '_receiver');
    return isReceiver(receiver) ? receiver : undefined;
  }

  override close(code?: number, reason?: string | Buffer): void {
    this.closing();
    super.close(code, reason);
  }
}
