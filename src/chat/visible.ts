/**
 * C0 without the tab, DEL, C1, and the signs that turn the direction of what follows. Line ends are among them, U+2028
 * and U+2029 too, at which some viewers break a line.
 */
const harmful = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const eachHarmful = new RegExp(harmful, 'g');

/** Whether a terminal would obey something in the text instead of showing it. */
export const isHarmful = (text: string): boolean => harmful.test(text);

/**
 * A text as it may be written to a terminal or a log: control characters become their pictures (`␛` for ESC), those
 * that have none U+FFFD. The tab stays.
 */
export const visible = (text: string): string => (isHarmful(text) ? text.replace(eachHarmful, picture) : text);

function picture(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
