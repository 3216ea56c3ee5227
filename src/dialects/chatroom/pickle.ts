/**
 * The part of Python's pickle that this protocol needs: a list of strings (protocol 4, PEP 3154). Nothing else is read:
 * a pickle is a program, and executing it would run the sender's code.
 */

import { joinFrames } from '#text/frames.ts';

/** The most names read from a list. */
const maxNames = 100_000;
/** Items that CPython appends at a time. */
const batch = 1000;

const op = {
  protocol: 0x80,
  frame: 0x95,
  emptyList: 0x5d,
  memoize: 0x94,
  put: 0x71,
  longPut: 0x72,
  mark: 0x28,
  append: 0x61,
  appends: 0x65,
  shortText: 0x8c,
  text: 0x58,
  stop: 0x2e,
} as const;

/** The length of the arguments of opcodes that are skipped. */
const skipped: ReadonlyMap<number, number> = new Map([
  [op.protocol, 1],
  [op.frame, 8],
  [op.memoize, 0],
  [op.put, 1],
  [op.longPut, 4],
]);

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes CPython 3.8 to 3.13 writes for the list. */
export const pickled = (names: readonly string[]): Uint8Array => new PickledNames(names).without(undefined);

/** A list of names, pickled in pieces, so that the list without one of them can be assembled quickly. */
export class PickledNames {
  readonly #names: readonly string[];
  readonly #items: Uint8Array;
  /** Where each name's bytes begin; last, where they end. */
  readonly #offsets: number[] = [0];

  constructor(names: readonly string[]) {
    const items: number[] = [];
    for (const name of names) {
      pushText(items, utf8.encode(name));
      this.#offsets.push(items.length);
    }
    this.#names = names;
    this.#items = Uint8Array.from(items);
  }

  /** The list without that name, if it is in it. */
  without(name: string | undefined): Uint8Array {
    const omitted = name === undefined ? -1 : this.#names.indexOf(name);
    const kept = this.#names.length - (omitted === -1 ? 0 : 1);
    const body: Uint8Array[] = [Uint8Array.of(op.emptyList, op.memoize)];
    for (let at = 0, taken = 0; taken < kept; taken += batch) {
      const count = Math.min(batch, kept - taken);
      if (kept > 1) body.push(Uint8Array.of(op.mark));
      at = this.#pushItems(body, at, count, omitted);
      body.push(Uint8Array.of(kept > 1 ? op.appends : op.append));
    }
    body.push(Uint8Array.of(op.stop));
    const length = body.reduce((sum, piece) => sum + piece.length, 0);
    // Short lists have no frame.
    const frame = length < 4 ? [] : [op.frame, ...littleEndian(length, 8)];
    return joinFrames([Uint8Array.of(op.protocol, 4, ...frame), ...body]);
  }

  /** Writes `count` names from `at` on; returns the position of the next one. */
  #pushItems(body: Uint8Array[], at: number, count: number, omitted: number): number {
    const passes = omitted >= at && omitted < at + count;
    const end = at + count + (passes ? 1 : 0);
    const piece = (from: number, to: number): Uint8Array =>
      this.#items.subarray(this.#offsets[from], this.#offsets[to]);
    if (passes) body.push(piece(at, omitted), piece(omitted + 1, end));
    else body.push(piece(at, end));
    return end;
  }
}

function pushText(body: number[], text: Uint8Array): void {
  if (text.length < 256) body.push(op.shortText, text.length);
  else body.push(op.text, ...littleEndian(text.length, 4));
  for (const byte of text) body.push(byte);
  body.push(op.memoize);
}

const littleEndian = (number: number, bytes: number): readonly number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(number / 256 ** at) % 256);

/** The strings of a pickled list; undefined for anything else, or if it is incomplete. */
export function unpickled(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes[0] !== op.protocol) return undefined;
  const names: string[] = [];
  /** Items on the stack that are not appended yet. */
  let loose: string[] = [];
  let [listed, marked] = [false, false];
  for (let at = 0; at < bytes.length;) {
    const code = bytes[at++];
    const text = code === op.shortText || code === op.text ? textAt(bytes, at, code === op.text ? 4 : 1) : undefined;
    if (text !== undefined && listed && names.length + loose.length < maxNames) {
      loose.push(text.text);
      at = text.end;
    } else if (code === op.emptyList && !listed) listed = true;
    else if (code === op.mark && listed && !marked && loose.length === 0) marked = true;
    else if (code === op.append && !marked && loose.length === 1) loose = drain(loose, names);
    else if (code === op.appends && marked) [loose, marked] = [drain(loose, names), false];
    else if (code === op.stop)
      return listed && !marked && loose.length === 0 && at === bytes.length ? names : undefined;
    else {
      const argument = code === undefined ? undefined : skipped.get(code);
      if (argument === undefined) return undefined;
      at += argument;
    }
  }
  return undefined;
}

function drain(loose: readonly string[], names: string[]): string[] {
  for (const each of loose) names.push(each);
  return [];
}

function textAt(bytes: Uint8Array, at: number, lengthBytes: number): { text: string; end: number } | undefined {
  const begin = at + lengthBytes;
  let length = 0;
  for (let byte = begin - 1; byte >= at; byte--) length = length * 256 + (bytes[byte] ?? 0);
  const end = begin + length;
  return end <= bytes.length ? { text: decoder.decode(bytes.subarray(begin, end)), end } : undefined;
}
