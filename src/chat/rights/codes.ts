/**
 * Codes that a person is given: invitations, and for a new password. 160 random bits, written with Crockford's base32 (no
 * I, L, O, U) in four groups, so that they can be read out. The order holds only their SHA-256.
 */
export const codeBytes = 20;

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const codeLength = 32;
const bitsPerDigit = 5;
const groupLength = 8;

/** `bytes`: `codeBytes` random ones. */
export function formatCode(bytes: Uint8Array): string {
  let [bits, held, code] = [0, 0, ''];
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    for (; held >= bitsPerDigit; held -= bitsPerDigit) code += digits[(bits >> (held - bitsPerDigit)) & 31];
    bits &= (1 << held) - 1;
  }
  return code.replaceAll(new RegExp(`.{${groupLength}}(?=.)`, 'g'), '$&-');
}

const mistaken: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' };
const form = new RegExp(`^[${digits}]{${codeLength}}$`);

/** A code as a person wrote it, in the form that is hashed; undefined for anything that is not a code. */
export function parseCode(text: string): string | undefined {
  if (text.length > 2 * codeLength) return undefined;
  const code = text
    .toLowerCase()
    .replaceAll('-', '')
    .replaceAll(/[oil]/g, (digit) => mistaken[digit] ?? digit);
  return form.test(code) ? code : undefined;
}
