/**
 * JSON as Python reads and writes it: numbers keep their spelling, objects the order of their keys. `JSON.parse` would
 * lose `1.0`, numbers of twenty digits, and the order of a key `"1"`.
 */

export type Json = string | boolean | null | Numeral | readonly Json[] | JsonObject;

/** Of duplicate keys the first determines the position and the last the value. */
export type JsonObject = ReadonlyMap<string, Json>;

export interface Numeral {
  /** The spelling: `1`, `1.0`, `-2e3`; also Python's `NaN`, `Infinity`, `-Infinity`. */
  readonly written: string;
}

/** The deepest nesting of objects and arrays. */
export const maxDepth = 32;

export const numeral = (value: number): Numeral => ({ written: String(value) });

export const isObject = (value: Json | undefined): value is JsonObject => value instanceof Map;

export const isNumeral = (value: Json | undefined): value is Numeral =>
  typeof value === 'object' && value !== null && 'written' in value;

/** Undefined if it is not JSON, or deeper than `maxDepth`. */
export function parseJson(text: string): Json | undefined {
  const tokens = new Tokens(text);
  const value = parseValue(tokens, tokens.next(), maxDepth);
  return tokens.next() === undefined && tokens.atEnd ? value : undefined;
}

/** Formats like `json.dumps`: separators `", "` and `": "`, ASCII only. */
export function formatJson(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isNumeral(value)) return value.written;
  if (!isObject(value)) return `[${value.map(formatJson).join(', ')}]`;
  return `{${Array.from(value, ([key, each]) => `${quote(key)}: ${formatJson(each)}`).join(', ')}}`;
}

const unsafe = /[^ !#-[\]-~]/;
/** For each character below 128: the letter of its escape, such as `n` for LF; 0 if it has none. */
const letters = new Uint8Array(128);
for (const [unit, letter] of ['""', '\\\\', '\nn', '\rr', '\tt', '\ff', '\bb']) letters[code(unit)] = code(letter);
const digits = Uint8Array.from('0123456789abcdef', code);
const [mark, backslash, u] = [code('"'), code('\\'), code('u')];
const ascii = new TextDecoder();

function code(character = ''): number {
  return character.charCodeAt(0);
}

/** Written as bytes first: a peer may send a text of which every character is escaped. */
function quote(text: string): string {
  if (!unsafe.test(text)) return `"${text}"`;
  const bytes = new Uint8Array(6 * text.length + 2);
  let end = 0;
  bytes[end++] = mark;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x20 && unit < 0x7f && unit !== mark && unit !== backslash) bytes[end++] = unit;
    else end = escape(bytes, end, unit);
  }
  bytes[end++] = mark;
  return ascii.decode(bytes.subarray(0, end));
}

/** Returns the position after it. */
function escape(into: Uint8Array, at: number, unit: number): number {
  let end = at;
  into[end++] = backslash;
  const letter = letters[unit] ?? 0;
  if (letter > 0) {
    into[end++] = letter;
    return end;
  }
  into[end++] = u;
  for (let shift = 12; shift >= 0; shift -= 4) into[end++] = digits[(unit >> shift) & 15] ?? 0;
  return end;
}

/** A punctuation character (`{ } [ ] : ,`), or a scalar value. */
type Token = { readonly sign: string } | { readonly value: string | boolean | null | Numeral };

/** The tokens that are punctuation, by their code: the same object each time. */
const signs: readonly (Token | undefined)[] = Array.from({ length: 128 }, (_, unit) =>
  '{}[]:,'.includes(String.fromCharCode(unit)) ? { sign: String.fromCharCode(unit) } : undefined,
);
const string = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y;
const number = /-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Infinity)|NaN/y;
const word = /true|false|null/y;
const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /**
   * Undefined at the end, and where there is no token. Looks at the first character before any pattern: 64 kB may be thirty
   * thousand tokens.
   */
  next(): Token | undefined {
    const unit = this.#skipBlanks();
    const punctuation = signs[unit];
    if (punctuation) {
      this.#at++;
      return punctuation;
    }
    if (unit === mark) {
      const quoted = this.#match(string);
      return quoted === undefined ? undefined : { value: unquote(quoted) };
    }
    const written = this.#match(number);
    if (written !== undefined) return { value: { written } };
    const spelt = this.#match(word);
    return spelt === undefined ? undefined : { value: words[spelt] ?? null };
  }

  /** Returns the code of the next character; NaN at the end. */
  #skipBlanks(): number {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return unit;
      this.#at++;
    }
  }

  #match(pattern: RegExp): string | undefined {
    const from = this.#at;
    pattern.lastIndex = from;
    if (!pattern.test(this.#text)) return undefined;
    this.#at = pattern.lastIndex;
    return this.#text.slice(from, this.#at);
  }
}

function unquote(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  const text: unknown = JSON.parse(quoted);
  return typeof text === 'string' ? text : '';
}

const isSign = (token: Token | undefined, wanted: string): boolean =>
  token !== undefined && 'sign' in token && token.sign === wanted;

function parseValue(tokens: Tokens, token: Token | undefined, depth: number): Json | undefined {
  if (token === undefined) return undefined;
  if ('value' in token) return token.value;
  if (depth === 0) return undefined;
  if (token.sign === '{') return parseObject(tokens, depth - 1);
  return token.sign === '[' ? parseArray(tokens, depth - 1) : undefined;
}

function parseObject(tokens: Tokens, depth: number): JsonObject | undefined {
  const object = new Map<string, Json>();
  let token = tokens.next();
  if (isSign(token, '}')) return object;
  for (;;) {
    if (token === undefined || !('value' in token) || typeof token.value !== 'string') return undefined;
    if (!isSign(tokens.next(), ':')) return undefined;
    const value = parseValue(tokens, tokens.next(), depth);
    if (value === undefined) return undefined;
    object.set(token.value, value);
    token = tokens.next();
    if (isSign(token, '}')) return object;
    if (!isSign(token, ',')) return undefined;
    token = tokens.next();
  }
}

function parseArray(tokens: Tokens, depth: number): readonly Json[] | undefined {
  const array: Json[] = [];
  let token = tokens.next();
  if (isSign(token, ']')) return array;
  for (;;) {
    const value = parseValue(tokens, token, depth);
    if (value === undefined) return undefined;
    array.push(value);
    token = tokens.next();
    if (isSign(token, ']')) return array;
    if (!isSign(token, ',')) return undefined;
    token = tokens.next();
  }
}
