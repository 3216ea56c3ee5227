import { Buffer, isUtf8 } from 'node:buffer';

/** The place of any one byte in a pattern, written `\?`. */
export const ANY_BYTE = 256;
/** Any bytes, as few as will do, up to what follows, written `\*`. */
export const ANY_RUN = 257;

/** What is expected to come, place by place: a byte (0–255), `ANY_BYTE` or `ANY_RUN`. */
export type Pattern = readonly number[];

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

const TOKEN = /\\(x[0-9a-fA-F]{0,2}|.?)(?:\{([0-9][^}]*\}?))?|[^\\]+/gsu;

/** Reads bytes with wildcards, as they stand in a transcript. Throws a `SyntaxError` with a sentence for people. */
export function parsePattern(text: string): Pattern {
  if (text === '') throw new SyntaxError('no bytes are given');
  if (text.startsWith(' ') || text.endsWith(' ')) {
    throw new SyntaxError('a blank at the beginning or the end of bytes cannot be seen: write \\x20');
  }
  const raw = /\p{Cc}/u.exec(text);
  if (raw) throw new SyntaxError(`a control character stands as it is: write ${formatBytes(Buffer.from(raw[0]))}`);
  const pattern: number[] = [];
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

/** Reads bytes without wildcards. Throws a `SyntaxError` with a sentence for people. */
export function parseBytes(text: string): Uint8Array {
  const pattern = parsePattern(text);
  if (pattern.some((place) => place > 0xff)) throw new SyntaxError('\\* and \\? cannot be written to a wire');
  return Uint8Array.from(pattern);
}

/** The inverse of `parsePattern`, on one line, with every byte visible. */
export function formatPattern(pattern: Pattern): string {
  let text = '';
  // What `{3}` right after it would repeat.
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

/** The inverse of `parseBytes`. */
export function formatBytes(bytes: Uint8Array): string {
  return formatPattern([...bytes]);
}

/** How far a pattern and what was heard go together; both positions are those of the first place that does not. */
export interface Match {
  /** `whole`: the pattern is used up, by the first `heard` bytes. `part`: more must come. `differs`: it never will fit. */
  readonly verdict: 'whole' | 'part' | 'differs';
  readonly expected: number;
  readonly heard: number;
}

/** Matches a pattern with the beginning of what was heard. */
export function match(pattern: Pattern, heard: Uint8Array): Match {
  let [at, got] = [0, 0];
  let run: { readonly from: Match; begin: number } | undefined;
  while (at < pattern.length) {
    const place = pattern[at];
    if (place === ANY_RUN) {
      at += 1;
      run = { from: { verdict: 'part', expected: at, heard: got }, begin: got };
    } else if (got === heard.length) {
      return run?.from ?? { verdict: 'part', expected: at, heard: got };
    } else if (place === ANY_BYTE || place === heard[got]) {
      at += 1;
      got += 1;
    } else if (run) {
      run.begin += 1;
      [at, got] = [run.from.expected, run.begin];
    } else {
      return { verdict: 'differs', expected: at, heard: got };
    }
  }
  return { verdict: 'whole', expected: at, heard: got };
}

function escaped(name: string): number {
  if (name.length === 3) return Number.parseInt(name.slice(1), 16);
  const place = NAMED.get(name);
  if (place !== undefined) return place;
  if (name.startsWith('x')) throw new SyntaxError('\\x needs two hexadecimal digits');
  throw new SyntaxError(`\\${name} means nothing: known are \\r \\n \\t \\\\ \\xNN \\? \\*`);
}

function repetition(text: string): number {
  const times = /^[0-9]{1,7}\}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (times >= 1 && times <= LONGEST_RUN) return times;
  throw new SyntaxError(`{${text} is no repetition from {1} to {${LONGEST_RUN}}; for the character { write \\x7b`);
}

function escape(place: number): string {
  return `\\${NAMES.get(place) ?? `x${place.toString(16).padStart(2, '0')}`}`;
}

function runLength(pattern: Pattern, at: number): number {
  let end = at + 1;
  while (end < pattern.length && pattern[end] === pattern[at]) end += 1;
  return end - at;
}

/** The character that begins here, if it can be seen where it stands and means itself. */
function visible(pattern: Pattern, at: number, afterEscape: boolean): string | undefined {
  const byte = pattern[at] ?? 0;
  if (byte < 0x80) {
    if (byte < 0x20 || byte === 0x5c || byte === 0x7f) return undefined;
    if (byte === 0x20 && (at === 0 || at === pattern.length - 1)) return undefined;
    const next = pattern[at + 1] ?? 0;
    if (byte === 0x7b && afterEscape && next >= 0x30 && next <= 0x39) return undefined;
    return String.fromCharCode(byte);
  }
  const bytes = Buffer.from(pattern.slice(at, at + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4)));
  if (byte > 0xff || !isUtf8(bytes)) return undefined;
  const character = bytes.toString();
  return /[\p{C}\p{Z}]/u.test(character) ? undefined : character;
}
