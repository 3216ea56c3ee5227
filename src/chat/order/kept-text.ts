import { maxReason } from '#chat/limits.ts';

/**
 * A text as it can be kept. NUL becomes its visible form: most protocols end a text at it, and so do older versions of Node reading from
 * SQLite. Half a character (`"\ud800"` in JSON) becomes U+FFFD: UTF-8 has no other form of it, neither on the wires nor in the database.
 */
export function keepable(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\u2400') : whole;
}

/** Line ends become spaces. */
export const inOneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').trim();

const utf8 = new TextEncoder();

/** In UTF-8. One UTF-16 unit becomes at most three bytes, so short texts need no counting. */
export const isLongerThan = (bytes: number, text: string): boolean =>
  text.length * 3 > bytes && (text.length > bytes || utf8.encode(text).length > bytes);

/** A reason as it is kept, in one line; undefined: it is longer than `maxReason`. */
export function reasonText(text = ''): string | undefined {
  const reason = inOneLine(keepable(text));
  return isLongerThan(maxReason, reason) ? undefined : reason;
}

/** The same, as an event has it. */
export function reasonOf(text: string | undefined): { readonly reason?: string } | undefined {
  const reason = reasonText(text);
  return reason === undefined ? undefined : reason === '' ? {} : { reason };
}
