/** The first bytes of files that are not CSV, in hex, and what to do about them. */
const beginnings: readonly (readonly [hex: RegExp, what: string])[] = [
  [/^504b0304/, 'an Excel workbook (.xlsx) or another zip archive. Save it as CSV first: File, Save As, CSV UTF-8'],
  [/^d0cf11e0/, 'an old Excel workbook (.xls). Save it as CSV first'],
  [
    /^0a0d0d0a|^(?:d4c3b2a1|a1b2c3d4|4d3cb2a1|a1b23c4d)/,
    'a capture, not a table. It can be opened in Wireshark as it is',
  ],
  [/^25504446/, 'a PDF'],
  [/^1f8b/, 'compressed with gzip. Unpack it first'],
  [/^(?:efbbbf)?(?:20|09|0a|0d)*(?:7b|5b)(?:20|09|0a|0d)*(?:22|7b|5b)/, 'JSON, not CSV'],
  [/^(?:efbbbf)?(?:20|09|0a|0d)*3c(?:21|3f|68|48)/, 'a page (HTML or XML), not CSV'],
];

/** What kind of file this is, if it is certainly not CSV; undefined if it may be CSV. */
export function foreignFile(bytes: Uint8Array): string | undefined {
  const hex = Buffer.from(bytes.subarray(0, 64)).toString('hex');
  return beginnings.find(([begins]) => begins.test(hex))?.[1];
}

/** What is looked at, in characters. */
const looked = 4096;

/**
 * Whether decoded text is binary data: more than one character in 20 is a control character that does not occur in
 * text.
 */
export function isBinary(text: string): boolean {
  const beginning = text.slice(0, looked);
  const strange = beginning.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  return strange > beginning.length / 20;
}
