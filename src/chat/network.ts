/** The network that an address stands for: whoever has one IPv6 address has at least a /64 of them. IPv4: the address. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  // What `::` stands for lies within the first half, or reaches beyond it.
  const behind = tail === undefined || tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - behind);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...(tail ?? '').split(':')];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
