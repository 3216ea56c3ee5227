/** Bytes in the notation of transcripts. Pure. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const named: Readonly<Record<string, number>> = { r: 13, n: 10, t: 9, '0': 0, '\\': 92 };

/** The bytes of a text with the escapes `\r \n \t \0 \\ \xNN`; or the first unknown escape. */
export function bytesOf(text: string): { readonly bytes: Uint8Array } | { readonly bad: string } {
  const parts: number[] = [];
  const piece = /\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/gsu;
  for (const [whole, hex, escape] of text.matchAll(piece)) {
    if (hex !== undefined) parts.push(Number.parseInt(hex, 16));
    else if (escape === undefined) for (const byte of encoder.encode(whole)) parts.push(byte);
    else {
      const byte = named[escape];
      if (byte === undefined) return { bad: whole };
      parts.push(byte);
    }
  }
  return { bytes: Uint8Array.from(parts) };
}

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** One byte in the notation of transcripts. */
export function byteText(byte: number): string {
  if (byte === 10) return '\\n';
  if (byte === 13) return '\\r';
  if (byte === 9) return '\\t';
  if (byte === 92) return '\\\\';
  return byte < 32 || byte >= 127 ? `\\x${hexOf(byte)}` : String.fromCharCode(byte);
}

/**
 * A whole write in the notation of transcripts: UTF-8 is unchanged, invisible characters are escaped. `bytesOf`
 * reverses it.
 */
export function transcriptText(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  const isText = encoder.encode(text).every((byte, at) => byte === bytes[at]);
  if (!isText || encoder.encode(text).length !== bytes.length) return [...bytes].map(byteText).join('');
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\\]/gu, (sign) => [...encoder.encode(sign)].map(byteText).join(''));
}

/** Bytes as one word of a shell, for `printf`. */
export const printfWord = (bytes: Uint8Array): string => {
  const escaped = (byte: number): string => {
    const plain = byte >= 32 && byte < 127 && !`'\\%`.includes(String.fromCharCode(byte));
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  };
  return `'${[...bytes].map(escaped).join('')}'`;
};

/** A shell command that sends these writes. `host`: as in a URL. */
export function ncLine(writes: readonly Uint8Array[], host: string, port: string): string {
  const place = `nc ${host.replaceAll(/[[\]]/g, '')} ${port}`;
  const words = writes.map((bytes) => `printf ${printfWord(bytes)}; sleep 1`);
  return words.length === 0 ? place : `(${words.join('; ')}) | ${place}`;
}

/** Makes one character at a time: pasted text can have more bytes than one call may have arguments. */
export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export const hexText = hexOf;
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);
