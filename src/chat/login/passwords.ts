/** Code points in a password. */
export const maxPassword = 128;

/** U+FFFD is excluded, too: it replaces bytes that are not valid text, so different passwords would become equal. */
const forbidden = /[\p{Z}\p{C}\p{White_Space}\ufffd]/u;

/** The first word, and the rest if there is any: a password has no spaces. */
export function wordsOf(text: string): readonly [string, string?] {
  const [, first, rest] = /^(\S+)\s+(\S.*)$/su.exec(text) ?? [];
  return first === undefined || rest === undefined ? [text] : [first, rest.trim()];
}

/**
 * A password as a peer wrote it, in NFC (RFC 8265 §4.2); undefined when it cannot be one. Without spaces, because in
 * some protocols a space ends it.
 */
export function parsePassword(text: string): string | undefined {
  if (text === '' || text.length > 2 * maxPassword) return undefined;
  const password = text.normalize('NFC');
  return forbidden.test(password) || [...password].length > maxPassword ? undefined : password;
}
