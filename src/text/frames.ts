/** Bytes for one write. Shared between sessions and never changed. */
export type Frame = Uint8Array;

/** Short frames share buffers of this size: a separate buffer costs more than the frame. */
const slabBytes = 16 * 1024;
/** A longer frame has its own buffer; a shorter one keeps a whole slab in memory as long as it is referenced. */
const longest = 1536;

const utf8 = new TextEncoder();
let slab = new Uint8Array(slabBytes);
let used = 0;

/** A text as a frame of UTF-8. */
export function frameOf(text: string): Frame {
  // One UTF-16 unit has at most three bytes.
  const most = 3 * text.length;
  if (most > longest) return utf8.encode(text);
  if (used + most > slabBytes) {
    slab = new Uint8Array(slabBytes);
    used = 0;
  }
  const from = used;
  used += utf8.encodeInto(text, slab.subarray(from, from + most)).written;
  return slab.subarray(from, used);
}

/** Joins frames; a single one is returned unchanged. */
export function joinFrames(frames: readonly Frame[]): Frame {
  const [only] = frames;
  if (only && frames.length === 1) return only;
  let length = 0;
  for (const frame of frames) length += frame.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const frame of frames) {
    joined.set(frame, at);
    at += frame.length;
  }
  return joined;
}
