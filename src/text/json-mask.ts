import { bytesAsText, hide, type Mask } from './mask.ts';

const [quote, apostrophe, backslash, colon, comma, lf] = [0x22, 0x27, 0x5c, 0x3a, 0x2c, 0x0a];
/** `{ [` and `} ]`: the bytes differ in one bit. */
const [open, close, brace] = [0x5b, 0x5d, 0x7b];
const braceBit = 0x20;
/** The longest spelling of a key, where each letter may be an escape like `\u0070`. */
const longestKey = 6 * 16;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === lf || byte === 0x0d || byte === 0x09;

/** Keys of secrets in JSON objects: all names of such a key, without spaces. */
export interface SecretKeys {
  /** Of these, all values are masked. */
  readonly any: RegExp;
  /** Of these, only strings: a number or another value is shown. */
  readonly strings?: RegExp;
  /** Of these, all is shown in a line that begins with `{"type":"error"`. */
  readonly shownInErrors?: RegExp;
}

/**
 * Masks the values of secret keys in JSON objects that follow each other, however these keys are spelled. `client`, `server`:
 * the keys in what each of them writes. `joined`: the first bytes may belong to a secret.
 *
 * What a client writes need not be JSON: where a quote is missing, all behind it in that line looks like the opposite of what it
 * is, a string or not. So each line is also read as if it began within a string.
 */
export function jsonMask(client: SecretKeys, server: SecretKeys, joined = false): Mask {
  const readings = [undefined, quote, apostrophe].map((within) => new JsonMask(client, within));
  let hidden = joined;
  const answers = new JsonMask(server);
  const take = (chunk: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(chunk);
    const end = hidden ? beginningOf(chunk) : 0;
    hidden &&= end === chunk.length;
    hide(copy, 0, end);
    for (const reading of readings) reading.hideIn(copy.subarray(end), chunk.subarray(end));
    return copy;
  };
  const ofServer = (chunk: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(chunk);
    answers.hideIn(copy, chunk);
    return copy;
  };
  return Object.assign(take, { server: ofServer });
}

/** Whether an object certainly begins here: after an LF, or at `{"`, which no string contains. */
function beginningOf(chunk: Uint8Array): number {
  if (/^\s*\{\s*"/.test(bytesAsText(chunk.subarray(0, longestKey)))) return 0;
  const end = chunk.indexOf(lf);
  return end === -1 ? chunk.length : end + 1;
}

/** How a line of our server begins that contains an error. */
const errorLine = new TextEncoder().encode('{"type":"error"');

class JsonMask {
  readonly #keys: SecretKeys;
  /** The quote of the string in which each line begins. Only strings with that quote are known then. */
  readonly #within: number | undefined;
  /** The quote that ends the current string. Python's single quotes are not JSON, but may contain a password. */
  #quote: number | undefined;
  #escaped = false;
  /** The current string or word, or the last one. */
  readonly #key = new LastBytes();
  /** It may be a secret's key. */
  #hasKey = false;
  /** The string is no value: no colon is before it. */
  #ofKey = false;
  #behindColon = false;
  /** The key is a word without quotes, which continues. */
  #bare = false;
  /** After a secret's key: the nesting depth of the value. */
  #depth: number | undefined = undefined;
  /** Only strings in the value are secret. */
  #onlyStrings = false;
  /** After an LF within a secret string: an object that begins now is the next one. */
  #cut = false;
  /** Bytes of the line that are those of an error; undefined after another one. */
  #asError: number | undefined = 0;

  constructor(keys: SecretKeys, within?: number) {
    this.#keys = keys;
    this.#within = within;
    this.#quote = within;
  }

  /** `copy`: of the chunk. */
  hideIn(copy: Uint8Array, chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at++) {
      if (this.#isSecret(chunk[at] ?? 0)) hide(copy, at, at + 1);
    }
  }

  #isSecret(byte: number): boolean {
    if (byte === lf) this.#asError = 0;
    else if (this.#asError !== undefined && this.#asError < errorLine.length) {
      this.#asError = byte === errorLine[this.#asError] ? this.#asError + 1 : undefined;
    }
    if (this.#cut && byte === brace) this.#forget();
    this.#cut &&= isBlank(byte);
    return this.#quote === undefined ? this.#between(byte) : this.#spell(byte);
  }

  #spell(byte: number): boolean {
    const secret = this.#depth !== undefined;
    if (byte === lf) {
      // No string contains an LF: the object is invalid, but the secret may continue.
      if (secret) this.#cut = true;
      else this.#forget();
      return false;
    }
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === this.#quote) {
      // A key without its end contains the colon, and this quote begins the value.
      if (this.#ofKey && this.#hasKey && this.#key.endsInColon) this.#beginValue(lastWord(this.#key.text));
      if (secret || this.#depth === undefined) this.#quote = undefined;
      return false;
    }
    if (!secret) this.#key.add(byte);
    return secret;
  }

  #between(byte: number): boolean {
    if (byte === lf && this.#within !== undefined && this.#depth === undefined) this.#forget();
    if (isBlank(byte)) {
      this.#bare = false;
      return false;
    }
    if (this.#opens(byte)) {
      this.#quote = byte;
      this.#ofKey = this.#depth === undefined && !this.#behindColon;
      this.#beginKey();
      this.#bare = false;
      return false;
    }
    this.#behindColon = byte === colon;
    if (this.#depth !== undefined) return this.#inValue(byte, this.#depth);
    if (byte === colon && this.#hasKey) this.#beginValue(lastWord(this.#key.text));
    if (this.#within === undefined && isOfWord(byte)) {
      if (!this.#bare) this.#beginKey();
      this.#bare = true;
      this.#key.add(byte);
    } else {
      this.#hasKey = false;
      this.#bare = false;
    }
    return false;
  }

  #opens(byte: number): boolean {
    return this.#within === undefined ? byte === quote || byte === apostrophe : byte === this.#within;
  }

  #beginKey(): void {
    this.#key.clear();
    this.#hasKey = true;
  }

  #beginValue(key: string): void {
    const { any, strings, shownInErrors } = this.#keys;
    if (this.#asError === errorLine.length && shownInErrors?.test(key) === true) return;
    const all = any.test(key);
    if (!all && strings?.test(key) !== true) return;
    this.#depth = 0;
    this.#onlyStrings = !all;
  }

  /** Whether a byte outside of strings is secret: one of a number, say. */
  #inValue(byte: number, depth: number): boolean {
    if ((byte & ~braceBit) === open) this.#depth = depth + 1;
    else if ((byte & ~braceBit) === close) this.#depth = depth > 1 ? depth - 1 : undefined;
    else if (byte === comma) this.#depth = depth > 0 ? depth : undefined;
    else return byte !== colon && !this.#onlyStrings;
    return false;
  }

  #forget(): void {
    this.#quote = this.#within;
    this.#escaped = false;
    this.#hasKey = false;
    this.#ofKey = false;
    this.#behindColon = false;
    this.#bare = false;
    this.#depth = undefined;
    this.#cut = false;
  }
}

/** The end of a string, as far as it may be a key. Every byte of a link goes through it, so it makes no text of each. */
class LastBytes {
  readonly #bytes = new Uint8Array(longestKey);
  #added = 0;

  clear(): void {
    this.#added = 0;
  }

  add(byte: number): void {
    this.#bytes[this.#added++ % longestKey] = byte;
  }

  /** One character per byte. */
  get text(): string {
    let text = '';
    for (let at = this.#first; at < this.#added; at++) text += String.fromCharCode(this.#byteAt(at));
    return text;
  }

  /** Whether the last byte that is not blank is a colon. */
  get endsInColon(): boolean {
    let at = this.#added - 1;
    while (at >= this.#first && isBlank(this.#byteAt(at))) at--;
    return at >= this.#first && this.#byteAt(at) === colon;
  }

  get #first(): number {
    return Math.max(0, this.#added - longestKey);
  }

  #byteAt(at: number): number {
    return this.#bytes[at % longestKey] ?? 0;
  }
}

const isOfWord = (byte: number): boolean => {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
};

const isWord = /^\w+$/;

/** The last word of a key, with its escapes resolved. Where a quote is missing, others are before it. */
function lastWord(key: string): string {
  if (isWord.test(key)) return key;
  const text = key.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return /\w+(?=\W*$)/.exec(text)?.[0] ?? '';
}
