/**
 * The network of an address. IPv6: the /64, because a host usually has a whole /64. IPv4: the address, also where it is
 * written as an IPv6 one. All spellings of an address give the same result; a text that is not an address is returned
 * unchanged.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const groups = groupsOf(address);
  if (!groups) return address;
  const [a = 0, b = 0, c = 0, d = 0, e, f, high = 0, low = 0] = groups;
  // RFC 4291, 2.5.5.2: ::ffff:0:0/96 holds the IPv4 addresses.
  if (!a && !b && !c && !d && !e && f === 0xffff) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${[a, b, c, d].map((group) => group.toString(16)).join(':')}::/64`;
}

/** The eight numbers of an IPv6 address; undefined for any other text. Its zone names a link of this host, not a network. */
function groupsOf(address: string): readonly number[] | undefined {
  const [text = ''] = address.split('%');
  const [head = '', tail, more] = text.split('::');
  const [before, behind] = [numbersOf(head, tail === undefined), numbersOf(tail ?? '', true)];
  if (!before || !behind || more !== undefined) return undefined;
  const missing = 8 - before.length - behind.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<number>(missing).fill(0), ...behind];
}

/** Of the groups on one side of `::`. `atEnd`: the last two may be written as an IPv4 address. */
function numbersOf(side: string, atEnd: boolean): readonly number[] | undefined {
  if (side === '') return [];
  const numbers = side.split(':').flatMap((group, index, all) => {
    if (atEnd && index === all.length - 1 && group.includes('.')) return dotted(group);
    return /^[0-9a-f]{1,4}$/i.test(group) ? [Number.parseInt(group, 16)] : [NaN];
  });
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

/** An IPv4 address as two groups. */
function dotted(text: string): readonly number[] {
  const bytes = text.split('.').map((part) => (/^\d{1,3}$/.test(part) && Number(part) < 256 ? Number(part) : NaN));
  const [a = NaN, b = NaN, c = NaN, d = NaN, more] = bytes;
  return more === undefined && !bytes.some(Number.isNaN) && bytes.length === 4 ? [a * 256 + b, c * 256 + d] : [NaN];
}
