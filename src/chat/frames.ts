import type { Frame } from './session.ts';

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
