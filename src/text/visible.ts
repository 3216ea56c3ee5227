import { hasInvisible, replaceInvisible } from './invisible-characters.ts';

/**
 * C0 without the tab, DEL, C1, and characters that change the text direction. Includes line ends, also U+2028 and
 * U+2029, at which some viewers break lines.
 */
const harmful = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const eachHarmful = new RegExp(harmful, 'g');
/** The ones that JSON does not escape. */
const eachInJson = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Whether a text contains characters that a terminal would execute. */
export const isHarmful = (text: string): boolean => harmful.test(text);

/**
 * A text without characters that a terminal would execute: control characters become their pictures (`␛` for ESC), or
 * U+FFFD if they have none. The tab stays.
 */
export const harmless = (text: string): string => (isHarmful(text) ? text.replace(eachHarmful, picture) : text);

/**
 * A text for a terminal or a log: harmless, and with the escape `\u{200b}` for each invisible character that no letter
 * or emoji needs.
 */
export function visible(text: string): string {
  const shown = harmless(text);
  return hasInvisible(shown) ? replaceInvisible(shown, code) : shown;
}

/** JSON in which everything that `visible` would replace is escaped; its value is the same. */
export function escapedJson(json: string): string {
  const escaped = json.replace(eachInJson, escape);
  return hasInvisible(escaped) ? replaceInvisible(escaped, escape) : escaped;
}

function picture(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

const code = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Escapes the character's one or two UTF-16 units. */
const escape = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
