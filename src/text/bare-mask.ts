import { blank, bytesAsText, CommandMask, hide, type Mask, type SecretAt } from './mask.ts';

export interface BareMaskOptions {
  readonly secretAt: SecretAt;
  /** Matches a chunk (one character per byte) that is certainly a new message. */
  readonly begins: RegExp;
  /** Matches what may be the first part of a message with a secret, up to that, in the same form. */
  readonly undecided: RegExp;
  /** Matches the server's answer to a correct, and so complete, secret; one character per byte. */
  readonly taken: RegExp;
  /** The first bytes may belong to a secret: everything is masked until an LF, or an answer of the server. */
  readonly joined?: boolean | undefined;
}

const [asterisk, lf] = [0x2a, 0x0a];
/** The most bytes of chunks that may be one line, without an answer or an LF. */
const longestBare = 4096;
/** The most chunks that may each have begun the present message, and the most bytes of such a message before its secret. */
const [maxBeginnings, longestHead] = [8, 512];
const firstWord = new RegExp(`^(?:(?!${blank})[^\\n])*`);

/** A chunk that may be the beginning of a message, and what came since. */
interface Beginning {
  readonly mask: CommandMask;
  text: string;
}

/**
 * Masks the secrets of a protocol where clients may leave out line ends: then each chunk may be a new message, or
 * continue the one that began with an earlier chunk. Until the first LF it is treated as all of these. An answer of the
 * server ends a message; unless it says that the secret was correct, the first word of the next chunk may still belong to it.
 */
export function bareMask({ secretAt, begins, undecided, taken, joined = false }: BareMaskOptions): Mask {
  const line = new CommandMask(secretAt, undefined, joined ? 1 : 0, joined);
  /** The same, assuming that what came before each of these chunks was complete. */
  let beginnings: readonly Beginning[] = [];
  let [bare, rest] = [true, false];

  function mask(chunk: Uint8Array): Uint8Array {
    if (bare && !line.within && line.length > longestBare) line.finish();
    const nth = line.nth;
    const masked = line.take(chunk);
    if (!bare) return masked;
    if (!beginnings.some(isWithin)) {
      const newest = { mask: new CommandMask(secretAt, undefined, nth, joined && line.within), text: '' };
      beginnings = [...beginnings.filter(mayContinue), newest].slice(-maxBeginnings);
    }
    const end = chunk.indexOf(lf);
    const part = end === -1 ? chunk : chunk.subarray(0, end);
    for (const beginning of beginnings) {
      beginning.text = (beginning.text + bytesAsText(part.subarray(0, longestHead))).slice(0, longestHead);
      cover(masked, beginning.mask.take(part));
    }
    if (rest) hideRest(masked, bytesAsText(chunk));
    if (end !== -1) [bare, rest, beginnings] = [false, false, []];
    return masked;
  }

  const mayContinue = ({ text }: Beginning): boolean => text.length < longestHead && undecided.test(text);

  function hideRest(masked: Uint8Array, text: string): void {
    const length = begins.test(text) ? 0 : (firstWord.exec(text)?.[0].length ?? 0);
    hide(masked, 0, length);
    rest = length === text.length;
  }

  return Object.assign(mask, {
    heard(chunk: Uint8Array) {
      if (!bare) return;
      rest ||= line.within || beginnings.some(isWithin);
      if (taken.test(bytesAsText(chunk))) rest = false;
      line.finish();
      beginnings = [];
    },
  });
}

const isWithin = ({ mask }: Beginning): boolean => mask.within;

const cover = (bytes: Uint8Array, other: Uint8Array): void => {
  for (const [at, byte] of other.entries()) if (byte === asterisk) bytes[at] = asterisk;
};
