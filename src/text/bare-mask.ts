import { blank, bytesAsText, CommandMask, hide, type Mask, type SecretAt } from './mask.ts';

export interface BareMaskOptions {
  readonly secretAt: SecretAt;
  /** Matches a chunk (one character per byte) that is certainly a new message. */
  readonly begins: RegExp;
  /** Matches the server's answer to a correct, and so complete, secret; one character per byte. */
  readonly taken: RegExp;
  /** The first bytes may belong to a secret: everything is masked until an LF, or an answer of the server. */
  readonly joined?: boolean | undefined;
}

const [asterisk, lf] = [0x2a, 0x0a];
/** The most bytes of chunks that may be one line, without an answer or an LF. */
const longestBare = 4096;
const firstWord = new RegExp(`^(?:(?!${blank})[^\\n])*`);

/**
 * Masks the secrets of a protocol where clients may leave out line ends: then each chunk may be a new message, or
 * continue the last one. Until the first LF it is treated as both. An answer of the server ends a message; unless it
 * says that the secret was correct, the first word of the next chunk may still belong to it.
 */
export function bareMask({ secretAt, begins, taken, joined = false }: BareMaskOptions): Mask {
  const line = new CommandMask(secretAt, undefined, joined ? 1 : 0, joined);
  /** The same, assuming that the last chunk was a complete message. */
  let recent: CommandMask | undefined;
  let [bare, rest] = [true, false];

  function mask(chunk: Uint8Array): Uint8Array {
    if (bare && !line.within && line.length > longestBare) line.finish();
    const nth = line.nth;
    const masked = line.take(chunk);
    if (!bare) return masked;
    if (!recent?.within) recent = new CommandMask(secretAt, undefined, nth, joined && line.within);
    const end = chunk.indexOf(lf);
    cover(masked, recent.take(end === -1 ? chunk : chunk.subarray(0, end)));
    if (rest) hideRest(masked, bytesAsText(chunk));
    if (end !== -1) [bare, rest, recent] = [false, false, undefined];
    return masked;
  }

  function hideRest(masked: Uint8Array, text: string): void {
    const length = begins.test(text) ? 0 : (firstWord.exec(text)?.[0].length ?? 0);
    hide(masked, 0, length);
    rest = length === text.length;
  }

  return Object.assign(mask, {
    heard(chunk: Uint8Array) {
      if (!bare) return;
      rest ||= line.within || recent?.within === true;
      if (taken.test(bytesAsText(chunk))) rest = false;
      line.finish();
      recent = undefined;
    },
  });
}

const cover = (bytes: Uint8Array, other: Uint8Array): void => {
  for (const [at, byte] of other.entries()) if (byte === asterisk) bytes[at] = asterisk;
};
