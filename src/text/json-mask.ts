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
}

/**
 * Masks the values of secret keys in JSON objects that follow each other, however these keys are spelled. `client`, `server`:
 * the keys in what each of them writes. `joined`: the first bytes may belong to a secret.
 */
export function jsonMask(client: SecretKeys, server: SecretKeys, joined = false): Mask {
  const mask = new JsonMask(client);
  let hidden = joined;
  const answers = new JsonMask(server);
  const take = (chunk: Uint8Array): Uint8Array => {
    if (!hidden) return mask.take(chunk);
    const end = beginningOf(chunk);
    hidden = end === chunk.length;
    const copy = Uint8Array.from(chunk);
    hide(copy, 0, end);
    copy.set(mask.take(chunk.subarray(end)), end);
    return copy;
  };
  return Object.assign(take, { server: (chunk: Uint8Array) => answers.take(chunk) });
}

/** Whether an object certainly begins here: after an LF, or at `{"`, which no string contains. */
function beginningOf(chunk: Uint8Array): number {
  if (/^\s*\{\s*"/.test(bytesAsText(chunk.subarray(0, longestKey)))) return 0;
  const end = chunk.indexOf(lf);
  return end === -1 ? chunk.length : end + 1;
}

class JsonMask {
  readonly #keys: SecretKeys;
  /** The quote that ends the current string. Python's single quotes are not JSON, but may contain a password. */
  #quote: number | undefined = undefined;
  #escaped = false;
  /** The current string, or the last one; undefined if it cannot be a secret's key. */
  #key: string | undefined = undefined;
  /** After a secret's key: the nesting depth of the value. */
  #depth: number | undefined = undefined;
  /** Only strings in the value are secret. */
  #onlyStrings = false;
  /** After an LF within a secret string: an object that begins now is the next one. */
  #cut = false;

  constructor(keys: SecretKeys) {
    this.#keys = keys;
  }

  take(chunk: Uint8Array): Uint8Array {
    const copy = Uint8Array.from(chunk);
    for (let at = 0; at < copy.length; at++) {
      if (this.#isSecret(chunk[at] ?? 0)) hide(copy, at, at + 1);
    }
    return copy;
  }

  #isSecret(byte: number): boolean {
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
      this.#quote = undefined;
      return false;
    }
    if (!secret && this.#key !== undefined) {
      this.#key = this.#key.length < longestKey ? this.#key + String.fromCharCode(byte) : undefined;
    }
    return secret;
  }

  #between(byte: number): boolean {
    if (isBlank(byte)) return false;
    if (byte === quote || byte === apostrophe) {
      this.#quote = byte;
      this.#key = '';
      return false;
    }
    if (this.#depth !== undefined) return this.#inValue(byte, this.#depth);
    if (byte === colon && this.#key !== undefined) this.#beginValue(spelled(this.#key));
    this.#key = undefined;
    return false;
  }

  #beginValue(key: string): void {
    const { any, strings } = this.#keys;
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
    this.#quote = undefined;
    this.#escaped = false;
    this.#key = undefined;
    this.#depth = undefined;
    this.#cut = false;
  }
}

/** The name of a key with its escapes resolved; empty if it is not valid. */
function spelled(key: string): string {
  try {
    const text: unknown = JSON.parse(`"${key}"`);
    return typeof text === 'string' ? text.trim() : '';
  } catch {
    return '';
  }
}
