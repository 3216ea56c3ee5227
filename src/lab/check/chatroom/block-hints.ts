import type { Hint } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';

const of = (says: string, bytes: number): boolean => says.includes(`of ${bytes} bytes`);

const paddingHint: Hint = ({ says, heard }) => {
  const came = textOf(heard);
  if (heard.length === 0 || !/^\s*-?\d/.test(came)) return undefined;
  if (of(says, 64) || says.includes('an ACK that is not a number'))
    return 'An ACK is a number in exactly 64 bytes: pad it with spaces on the right, as str(n).ljust(64) does.';
  return of(says, 1024) || says.includes('a size that is not a number')
    ? 'A size takes exactly 1024 bytes: pad it with spaces on the right, as str(n).ljust(1024) does, and send the data only after the ACK.'
    : undefined;
};

const binaryNumberHint: Hint = ({ says, heard }) =>
  heard.length > 0 && (of(says, 64) || of(says, 1024)) && /^[^\d\s-]/.test(textOf(heard))
    ? 'Sizes and ACKs are decimal numbers as text, padded with spaces: not bytes of struct.pack, not JSON, and no data before the size.'
    : undefined;

const shortDataHint: Hint = ({ says, heard }) =>
  /hears only \d+ of \d+ bytes/.test(says) && !of(says, 64) && !of(says, 1024) && heard.length > 0
    ? 'Fewer bytes come than the size says: it counts the bytes that are sent, after encoding, not the characters; and send all of them (sendall).'
    : undefined;

/** The first 64 of the 1024 bytes of a size were taken for the ACK of a push. */
const ackMissingHint: Hint = ({ says, side }) =>
  side === 'server' && says.includes('hears only 960 of 1024 bytes')
    ? 'The ACK before the size is missing: a push begins with ACK 5 or 4 in 64 bytes, then comes the size in 1024.'
    : undefined;

const extraAckHint: Hint = ({ says, heard, side }) =>
  side === 'server' &&
  /what nobody expected|a size that is not a number/.test(says) &&
  /^-?\d{1,2} {61,63}(\d|$)/.test(textOf(heard))
    ? 'An ACK (64 bytes) comes where none is due. The password of a new user, BM, EX and unknown operations have no answer but the ACKs of their sizes.'
    : undefined;

/** Likely causes where ACKs, sizes or data are not as they should be, of either side. */
export const blockHints: readonly Hint[] = [ackMissingHint, extraAckHint, paddingHint, binaryNumberHint, shortDataHint];
