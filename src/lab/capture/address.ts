const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] as const;

/**
 * The bytes of an IP address as text, 4 or 16 of them. A zone (`%eth0`) is dropped, and an IPv4 address mapped into
 * IPv6 (`::ffff:192.0.2.1`) is taken as IPv4. Throws a `RangeError` for anything else.
 */
export function parseAddress(text: string): Uint8Array {
  const bare = text.replace(/%.*$/s, '');
  const version = ipVersion(bare);
  if (version === 4) return Uint8Array.from(bare.split('.'), Number);
  if (version === 0) throw new RangeError(`${JSON.stringify(text)} is not an IP address`);
  const bytes = parseIpv6(bare);
  return mappedPrefix.every((byte, at) => bytes[at] === byte) ? bytes.slice(12) : bytes;
}

const ipv4 = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const ipv6Word = /^[0-9a-f]{1,4}$/i;

/**
 * 4 or 6 for the text of an address without a zone, 0 for anything else: like `isIP` of `node:net`, which browsers
 * lack.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (ipv4.test(text)) return 4;
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  // The last four bytes may be written as in IPv4, in place of two words.
  const isDotted = last !== undefined && ipv4.test(last) && text.endsWith(last);
  const words = isDotted ? [...groups.slice(0, -1), '0', '0'] : groups;
  const isWhole = halves.length === 2 ? words.length < 8 : halves.length === 1 && words.length === 8;
  return isWhole && words.every((word) => ipv6Word.test(word)) ? 6 : 0;
}

function parseIpv6(text: string): Uint8Array {
  const [, dotted] = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const words = dotted === undefined ? text : text.slice(0, -dotted.length) + dottedAsWords(dotted);
  const [before = '', after] = words.split('::');
  const [head, tail] = [wordsOf(before), wordsOf(after ?? '')];
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  head.forEach((word, at) => view.setUint16(2 * at, word));
  tail.forEach((word, at) => view.setUint16(16 - 2 * (tail.length - at), word));
  return bytes;
}

const wordsOf = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));

function dottedAsWords(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** The text of an address of 4 or 16 bytes; IPv6 in the form of RFC 5952. */
export function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  const { at, length } = longestZeros(words);
  const hex = words.map((word) => word.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, at).join(':')}::${hex.slice(at + length).join(':')}`;
}

function longestZeros(words: readonly number[]): { readonly at: number; readonly length: number } {
  let longest = { at: 0, length: 0 };
  for (let at = 0; at < words.length; at++) {
    let end = at;
    while (words[end] === 0) end++;
    if (end - at > longest.length) longest = { at, length: end - at };
  }
  return longest;
}

/** `127.0.0.1:8080`, `[::1]:8080`. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The two addresses of a packet in the same version of IP: if they differ, IPv4 is mapped into IPv6. */
export function sameVersion(one: Uint8Array, other: Uint8Array): readonly [Uint8Array, Uint8Array] {
  return one.length === other.length ? [one, other] : [asIpv6(one), asIpv6(other)];
}

const asIpv6 = (address: Uint8Array): Uint8Array =>
  address.length === 16 ? address : Uint8Array.from([...mappedPrefix, ...address]);
