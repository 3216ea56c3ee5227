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

/** The last that was framed: the same bytes go to many links, one after the other. */
let last: { readonly bytes: Uint8Array; readonly frame: Buffer } | undefined;

/** A text message as one WebSocket frame of a server: the same one as before where the last bytes were the same array. */
export function serverFrame(bytes: Uint8Array): Buffer {
  if (last?.bytes === bytes) return last.frame;
  const [head = Buffer.alloc(0)] = Sender.frame(asBuffer(bytes), text);
  // Not from Node's pool: a frame that waits for a slow peer would keep all of that in memory.
  const frame = Buffer.allocUnsafeSlow(head.length + bytes.length);
  frame.set(head);
  frame.set(bytes, head.length);
  last = { bytes, frame };
  return frame;
}

/** The same from a client, which has to mask each of its frames (RFC 6455, 5.3). */
export const clientFrame = (bytes: Uint8Array): Buffer =>
  Buffer.concat(Sender.frame(asBuffer(bytes), { ...text, mask: true }));

/** An empty ping of a server. */
export const pingFrame: Buffer = Buffer.concat(Sender.frame(Buffer.alloc(0), ping));

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
