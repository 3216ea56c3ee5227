/** The text of a file, and how its bytes were read. */
export interface DecodedText {
  readonly text: string;
  /** Such as `UTF-8` or `windows-1255 (the bytes are not UTF-8; words in Hebrew letters)`. */
  readonly encoding: string;
}

const marks: readonly (readonly [label: string, name: string, mark: readonly number[]])[] = [
  ['utf-8', 'UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf]],
  ['utf-16le', 'UTF-16, little-endian', [0xff, 0xfe]],
  ['utf-16be', 'UTF-16, big-endian', [0xfe, 0xff]],
];

/** The bytes of a file that are examined to recognise UTF-16 without a byte order mark. */
const looked = 4096;

/**
 * The text of a file as spreadsheets and editors save it: UTF-8 or UTF-16 with or without a byte order mark,
 * windows-1252 or windows-1255. `label`: an encoding of the WHATWG standard to take instead. Throws a `RangeError` for
 * a label it lacks.
 */
export function decodeText(bytes: Uint8Array, label?: string): DecodedText {
  if (label !== undefined) return { text: new TextDecoder(label).decode(bytes), encoding: label };
  for (const [known, name, mark] of marks) {
    if (mark.every((byte, at) => bytes[at] === byte)) return { text: decode(bytes, known), encoding: name };
  }
  const wide = utf16Without(bytes);
  if (wide !== undefined)
    return { text: decode(bytes, wide), encoding: `${wide.toUpperCase()} without a byte order mark` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return decodeOther(bytes);
  }
}

const decode = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes);

/** Latin text in UTF-16 has a zero in every second byte. */
function utf16Without(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  const length = Math.min(bytes.length, looked);
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > length / 5 && even < length / 50) return 'utf-16le';
  return even > length / 5 && odd < length / 50 ? 'utf-16be' : undefined;
}

function decodeOther(bytes: Uint8Array): DecodedText {
  const loose = decode(bytes, 'utf-8');
  const broken = loose.split('\ufffd').length - 1;
  const whole = [...loose].filter((sign) => sign > '\u007f' && sign !== '\ufffd').length;
  if (whole > 3 * broken) {
    return { text: loose, encoding: `UTF-8, with ${broken} broken ${broken === 1 ? 'byte' : 'bytes'} shown as \ufffd` };
  }
  const hebrew = isHebrew(bytes);
  return {
    text: decode(bytes, hebrew ? 'windows-1255' : 'windows-1252'),
    encoding: `${hebrew ? 'windows-1255' : 'windows-1252'}, because the bytes are not UTF-8 and make ${hebrew ? 'Hebrew' : 'Western European'} words`,
  };
}

/** Hebrew words are made of high letters alone; the accented letters of windows-1252 stand among ASCII letters. */
function isHebrew(bytes: Uint8Array): boolean {
  let [together, amongAscii] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (!isHebrewLetter(bytes[at])) continue;
    const [before, after] = [bytes[at - 1], bytes[at + 1]];
    if (isHebrewLetter(before) || isHebrewLetter(after)) together++;
    if (isAsciiLetter(before) || isAsciiLetter(after)) amongAscii++;
  }
  return together > amongAscii;
}

const isHebrewLetter = (byte = 0): boolean => byte >= 0xe0 && byte <= 0xfa;
const isAsciiLetter = (byte = 0): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
