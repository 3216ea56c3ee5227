import { joinFrames } from '#text/frames.ts';

import type { Rope } from './rope.ts';

/** The most bytes of one write: the original's client reads at most 1025 at once, and shows each read separately. */
export const maxSlice = 1024;

/** How much of a reply was written. `line`: where the line of `at` begins. */
export interface Place {
  readonly at: number;
  readonly line: number;
}

export const beginning: Place = { at: 0, line: 0 };

/** The bytes of one write, and the place after it. */
export interface Slice {
  readonly bytes: Uint8Array;
  readonly next: Place;
}

const lf = 0x0a;
const space = 0x20;
const colon = 0x3a;
const semicolon = 0x3b;

const nothing = new Uint8Array(0);
const utf8 = new TextEncoder();
const from = utf8.encode('From ');
const lists: readonly Uint8Array[] = [utf8.encode('SERVERS,'), utf8.encode('STATUSRESP,')];
/** Written before each further piece of a line that has no sender and is not a list. */
const ellipsis = utf8.encode('… ');
/** The most bytes of `From NAME: `. */
const maxHead = 128;

/**
 * The next write of a reply that is not written to its end. It has at most `most` bytes and ends at the end of a line:
 * of as many lines as fit, or of a piece of a longer one. Each further piece of a message has its `From NAME: ` again;
 * a list is cut after a `;`. UTF-8 characters stay whole. The reply is copied only if something is added before or
 * after it.
 */
export function nextSlice(reply: Rope, place: Place, most: number = maxSlice): Slice {
  const { at, line } = place;
  const isList = lists.some((word) => beginsWith(reply, line, word));
  const head = at === line || isList ? nothing : headOf(reply, line);
  const end = at + most - head.length;
  if (reply.length <= end)
    return { bytes: joined(head, reply.slice(at, reply.length)), next: { at: reply.length, line } };
  const window = reply.slice(at, end);
  // A list is one line, so no line feed needs to be looked for.
  const entries = isList ? window.lastIndexOf(semicolon) + 1 : 0;
  if (entries > 0) return { bytes: window.subarray(0, entries), next: { at: at + entries, line } };
  const lines = window.lastIndexOf(lf) + 1;
  if (lines > 0) return { bytes: joined(head, window.subarray(0, lines)), next: { at: at + lines, line: at + lines } };
  const piece = wholeCharacters(window.subarray(0, -1));
  return { bytes: joined(head, piece, Uint8Array.of(lf)), next: { at: at + piece.length, line } };
}

/** The bytes before each further piece of the line that begins there. */
function headOf(reply: Rope, line: number): Uint8Array {
  if (!beginsWith(reply, line, from)) return ellipsis;
  const head = reply.slice(line, line + maxHead);
  const end = head.indexOf(colon);
  return end !== -1 && head[end + 1] === space ? head.subarray(0, end + 2) : ellipsis;
}

function beginsWith(reply: Rope, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) if (reply.byteAt(at + index) !== word[index]) return false;
  return true;
}

/** Shortens bytes so that no character is cut. Bytes that are not UTF-8 are cut anywhere. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 4 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return back < length ? bytes.subarray(0, -back) : bytes;
  }
  return bytes;
}

const joined = (...pieces: readonly Uint8Array[]): Uint8Array => joinFrames(pieces.filter(({ length }) => length > 0));
