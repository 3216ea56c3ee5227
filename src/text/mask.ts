/**
 * Masks the secrets in what one client writes: returns a copy of each chunk, of the same length, with `*` for each byte
 * of a secret. Made once per link, because a secret may be cut over several chunks.
 */
export interface Mask {
  (chunk: Uint8Array): Uint8Array;
  /**
   * Called with the bytes that the server wrote on the same link: if messages have no end, an answer shows that one was
   * complete.
   */
  heard?(chunk: Uint8Array): void;
  /** Masks the secrets in bytes from the server, if the protocol has any: returns a copy of the same length. */
  server?(chunk: Uint8Array): Uint8Array;
}

/**
 * The start of the secret in the first part of a command, one character per byte; undefined if it has not begun.
 * Everything from there to the command's end is masked. The start must be the same for every longer part. `nth`: the
 * number of earlier commands.
 */
export type SecretAt = (command: string, nth: number) => number | undefined;

/** Whether a byte ends a command and is not part of it. Called once for every byte. */
export type Ends = (byte: number) => boolean;

const [asterisk, lf, cr] = [0x2a, 0x0a, 0x0d];
/** A command of this length that may still contain a secret is masked from there on. */
const maxUndecided: number = 64 * 1024;
/** One character per byte. */
const bytewise = new TextDecoder('latin1');

export const bytesAsText = (bytes: Uint8Array): string => bytewise.decode(bytes);

/** The characters of `\s`, and a byte order mark, in UTF-8 with one character per byte, for a pattern. */
export const blank: string = String.raw`(?:[\t\v\f ]|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf)`;

/** What may precede a command: spaces, and telnet options. */
export const lead: string = String.raw`(?:${blank}|\xff\xfa[^\xff]*\xff\xf0|\xff[\xfb-\xfe][^]|\xff[\xf1-\xf9])*`;

/** A pattern as `SecretAt`: the secret begins after the match. */
export const behind =
  (pattern: RegExp): ((command: string) => number | undefined) =>
  (command) => {
    const found = pattern.exec(command);
    return found ? found.index + found[0].length : undefined;
  };

/** Masks the secrets in commands that have an end; lines by default. */
export class CommandMask {
  readonly #secretAt: SecretAt;
  readonly #ends: Ends;
  /** The command so far, while it is unknown whether it contains a secret. */
  #head = '';
  #length = 0;
  #secret: number | undefined = undefined;
  #nth = 0;

  /** `within`: the first bytes may belong to a secret. */
  constructor(secretAt: SecretAt, ends: Ends = (byte) => byte === lf, nth: number = 0, within: boolean = false) {
    this.#secretAt = secretAt;
    this.#ends = ends;
    this.#nth = nth;
    if (within) this.#secret = 0;
  }

  /** Whether the next byte belongs to a secret. */
  get within(): boolean {
    return this.#secret !== undefined;
  }

  /** Bytes of the command so far. */
  get length(): number {
    return this.#length;
  }

  get nth(): number {
    return this.#nth;
  }

  take(chunk: Uint8Array): Uint8Array {
    const copy = Uint8Array.from(chunk);
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (!this.#ends(chunk[at] ?? 0)) continue;
      this.#hide(copy.subarray(from, at));
      this.finish();
      from = at + 1;
    }
    this.#hide(copy.subarray(from));
    return copy;
  }

  /** Ends the command. */
  finish(): void {
    if (this.within || /\S/.test(this.#head)) this.#nth++;
    this.#head = '';
    this.#length = 0;
    this.#secret = undefined;
  }

  #hide(piece: Uint8Array): void {
    const before = this.#length;
    this.#length += piece.length;
    if (this.#secret === undefined && piece.length > 0) this.#look(piece);
    if (this.#secret !== undefined) hide(piece, this.#secret - before);
  }

  #look(piece: Uint8Array): void {
    this.#head += bytesAsText(piece);
    this.#secret = this.#secretAt(this.#head, this.#nth);
    if (this.#secret === undefined && this.#head.length > maxUndecided) this.#secret = this.#head.length;
    if (this.#secret !== undefined) this.#head = '';
  }
}

/** Replaces all bytes from a place on by `*`, except line ends. */
export function hide(bytes: Uint8Array, from: number, to: number = bytes.length): void {
  for (let at = Math.max(from, 0); at < to; at++) {
    if (bytes[at] !== lf && bytes[at] !== cr) bytes[at] = asterisk;
  }
}
