import { Sender } from 'ws';

declare module 'ws' {
  /** Exported by ws and missing in its types. */
  export const Sender: { frame(data: Buffer, options: FrameOptions): Buffer[] };
}

interface FrameOptions {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly opcode: number;
  readonly mask: boolean;
  /** The data is not masked in place. */
  readonly readOnly: boolean;
}

const text: FrameOptions = { fin: true, rsv1: false, opcode: 0x01, mask: false, readOnly: true };
const ping: FrameOptions = { fin: true, rsv1: false, opcode: 0x09, mask: false, readOnly: true };

/** What was framed before: the same bytes go to many links, and are framed once. */
const framed = new WeakMap<Uint8Array, Buffer>();

/** A text message as one WebSocket frame of a server: for the same array, always the same one. */
export function serverFrame(bytes: Uint8Array): Buffer {
  const known = framed.get(bytes);
  if (known) return known;
  const [head = Buffer.alloc(0)] = Sender.frame(asBuffer(bytes), text);
  // Not from Node's pool: a frame that waits for a slow peer would keep all of that in memory.
  const frame = Buffer.allocUnsafeSlow(head.length + bytes.length);
  frame.set(head);
  frame.set(bytes, head.length);
  framed.set(bytes, frame);
  return frame;
}

/** The same from a client, which has to mask each of its frames (RFC 6455, 5.3). */
export const clientFrame = (bytes: Uint8Array): Buffer =>
  Buffer.concat(Sender.frame(asBuffer(bytes), { ...text, mask: true }));

/** An empty ping of a server. */
export const pingFrame: Buffer = Buffer.concat(Sender.frame(Buffer.alloc(0), ping));

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
