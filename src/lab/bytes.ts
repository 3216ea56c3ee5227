import { Buffer, isUtf8 } from 'node:buffer';

/** Any one byte, written `\?`. */
export const ANY_BYTE = 256;
/** Any bytes up to what follows, as few as possible, written `\*`. */
export const ANY_RUN = 257;

/** Named bytes, written `\{cursor}`: one or more at the first use, as few as possible; the same bytes afterwards. */
export interface Named {
  readonly name: string;
}

/** A byte (0–255), `ANY_BYTE`, `ANY_RUN`, or named bytes. */
export type Place = number | Named;

export type Pattern = readonly Place[];

const NAME = /^\{([\p{L}\p{N}_-]{1,64})\}$/u;
const LONGEST_RUN = 1 << 20;
const NAMED: ReadonlyMap<string, number> = new Map([
  ['r', 0x0d],
  ['n', 0x0a],
  ['t', 0x09],
  ['\\', 0x5c],
  ['?', ANY_BYTE],
  ['*', ANY_RUN],
]);
const NAMES: ReadonlyMap<number, string> = new Map([...NAMED].map(([name, place]) => [place, name]));

const TOKEN = /\\(x[0-9a-fA-F]{0,2}|\{[^}]*\}?|.?)(?:\{([0-9][^}]*\}?))?|[^\\]+/gsu;

/** Parses bytes with wildcards, as written in a transcript. Throws a `SyntaxError` with a sentence for people. */
export function parsePattern(text: string): Pattern {
  if (text === '') throw new SyntaxError('no bytes are given');
  if (text.startsWith(' ') || text.endsWith(' ')) {
    throw new SyntaxError('a blank at the beginning or the end of bytes cannot be seen: write \\x20');
  }
  const raw = /\p{Cc}/u.exec(text);
  if (raw) throw new SyntaxError(`a control character stands as it is: write ${formatBytes(Buffer.from(raw[0]))}`);
  const pattern: Place[] = [];
  for (const [literal, name, repeat] of text.matchAll(TOKEN)) {
    if (name === undefined) {
      for (const byte of Buffer.from(literal)) pattern.push(byte);
      continue;
    }
    const place = escaped(name);
    const times = repeat === undefined ? 1 : repetition(repeat);
    if (place === ANY_RUN && (times !== 1 || pattern.at(-1) === ANY_RUN)) throw new SyntaxError('one \\* is enough');
    for (let n = 0; n < times; n++) pattern.push(place);
  }
  if (pattern.at(-1) === ANY_RUN) throw new SyntaxError('\\* must be followed by what it stops at');
  return pattern;
}

/** Parses bytes to send: names, but no wildcards. Throws a `SyntaxError` with a sentence for people. */
export function parseSaid(text: string): Uint8Array | Pattern {
  const pattern = parsePattern(text);
  if (pattern.some((place) => place === ANY_BYTE || place === ANY_RUN)) {
    throw new SyntaxError('\\* and \\? cannot be written to a wire');
  }
  return pattern.every((place) => typeof place === 'number') ? Uint8Array.from(pattern) : pattern;
}

/** Replaces known names in a pattern by their bytes. */
export function withNamed(pattern: Uint8Array | Pattern, known: ReadonlyMap<string, Uint8Array>): Pattern {
  return [...pattern].flatMap((place): Pattern => {
    const bytes = typeof place === 'number' ? undefined : known.get(place.name);
    return bytes === undefined ? [place] : [...bytes];
  });
}

/** The inverse of `parsePattern`, on one line, with every byte visible. */
export function formatPattern(pattern: Pattern): string {
  let text = '';
  // A following `{3}` would repeat it.
  let afterEscape = false;
  for (let at = 0; at < pattern.length;) {
    const place = pattern[at] ?? ANY_BYTE;
    const run = runLength(pattern, at);
    const repeats = run >= (place === ANY_BYTE ? 4 : 16);
    const character: string | undefined = repeats ? undefined : visible(pattern, at, afterEscape);
    if (character === undefined) {
      text += escape(place) + (repeats ? `{${run}}` : '');
      at += repeats ? run : 1;
    } else {
      text += character;
      at += Buffer.byteLength(character);
    }
    afterEscape = character === undefined;
  }
  return text;
}

/** The inverse of `parseSaid`, without names. */
export function formatBytes(bytes: Uint8Array): string {
  return formatPattern([...bytes]);
}

function escaped(name: string): Place {
  if (name.startsWith('{')) {
    const [, called] = NAME.exec(name) ?? [];
    if (called !== undefined) return { name: called };
    throw new SyntaxError(`\\${name} is not a name: \\{cursor}, of up to 64 letters, digits, - and _`);
  }
  if (name.length === 3) return Number.parseInt(name.slice(1), 16);
  const place = NAMED.get(name);
  if (place !== undefined) return place;
  if (name.startsWith('x')) throw new SyntaxError('\\x needs two hexadecimal digits');
  throw new SyntaxError(`\\${name} means nothing: known are \\r \\n \\t \\\\ \\xNN \\? \\* \\{name}`);
}

function repetition(text: string): number {
  const times = /^[0-9]{1,7}\}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (times >= 1 && times <= LONGEST_RUN) return times;
  throw new SyntaxError(`{${text} is not a repetition from {1} to {${LONGEST_RUN}}; for the character { write \\x7b`);
}

function escape(place: Place): string {
  if (typeof place !== 'number') return `\\{${place.name}}`;
  return `\\${NAMES.get(place) ?? `x${place.toString(16).padStart(2, '0')}`}`;
}

function runLength(pattern: Pattern, at: number): number {
  let end = at + 1;
  while (end < pattern.length && pattern[end] === pattern[at]) end += 1;
  return end - at;
}

/** The character that begins here, if it is visible and needs no escape. */
function visible(pattern: Pattern, at: number, afterEscape: boolean): string | undefined {
  const byte = byteAt(pattern, at);
  if (byte < 0x80) {
    if (byte < 0x20 || byte === 0x5c || byte === 0x7f) return undefined;
    if (byte === 0x20 && (at === 0 || at === pattern.length - 1)) return undefined;
    const next = byteAt(pattern, at + 1);
    if (byte === 0x7b && afterEscape && next >= 0x30 && next <= 0x39) return undefined;
    return String.fromCharCode(byte);
  }
  const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  const bytes = Array.from({ length: Math.min(length, pattern.length - at) }, (_, n) => byteAt(pattern, at + n));
  if (bytes.some((one) => one > 0xff) || !isUtf8(Buffer.from(bytes))) return undefined;
  const character = Buffer.from(bytes).toString();
  return /[\p{C}\p{Z}]/u.test(character) ? undefined : character;
}

/** Values above 255 are not bytes. */
function byteAt(pattern: Pattern, at: number): number {
  const place = pattern[at] ?? 0;
  return typeof place === 'number' ? place : ANY_RUN;
}
