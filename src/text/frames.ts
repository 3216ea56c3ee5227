/** Bytes for one write. Shared between sessions: nobody changes them. */
export type Frame = Uint8Array;

/** Short frames share memory of this size: a block of its own for each costs more than the frame. */
const slabBytes = 16 * 1024;
/** A frame that is longer has a block of its own; a shorter one keeps a whole slab as long as somebody keeps it. */
const longest = 1536;

const utf8 = new TextEncoder();
let slab = new Uint8Array(slabBytes);
let used = 0;

/** A text as a frame of UTF-8. */
export function frameOf(text: string): Frame {
  // At most three bytes stand for one UTF-16 unit.
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

/** Several frames as one. A single one is handed on as it is. */
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
