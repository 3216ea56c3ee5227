const written: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t' };

/**
 * A message as it is sent: line ends and tabs that are written out (`\r\n`, `\t`) become the characters that they mean,
 * except if the backslashes belong to a Windows path.
 */
export function unescapeMessage(text: string): string {
  if (!text.includes('\\') || /(?:^|[^A-Za-z])[A-Za-z]:\\|^\\\\\w/.test(text)) return text;
  return text.replace(/\\([rnt])/g, (whole, sign: string) => written[sign] ?? whole);
}

/** Bytes written as hex digits, with or without colons: what tshark prints for `tcp.payload`. */
export function hexBytes(text: string): Uint8Array | undefined {
  const digits = text.replace(/^0x/i, '').replaceAll(/[:\s]/g, '');
  return /^(?:[0-9a-f]{2})*$/i.test(digits) ? Uint8Array.from(Buffer.from(digits, 'hex')) : undefined;
}
