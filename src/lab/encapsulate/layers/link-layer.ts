import { hexNumber, HeaderReader, hexOf, type Layer } from './layer.ts';

export const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd } as const;
export const ethernetLength = 14;

/** Ethernet II (IEEE 802.3, clause 3). A capture has no preamble and no frame check sequence. */
export function linkLayer(frame: Uint8Array): Layer {
  const header = new HeaderReader(frame, 0);
  const address = (at: number): string => hexOf(header.slice(at, 6)).replaceAll(' ', ':');
  const made = 'locally administered: made of the IP address';
  header.field(0, 6, 'Destination', address(0), `Ethernet address of the next machine, ${made}`);
  header.field(6, 6, 'Source', address(6), `Ethernet address of the sender, ${made}`);
  const type = header.u16(12);
  header.field(12, 2, 'Type', hexNumber(type, 4), `carries ${type === etherTypes.ipv4 ? 'IPv4' : 'IPv6'}`);
  return { layer: 'Link', protocol: 'Ethernet II', offset: 0, length: ethernetLength, fields: header.fields };
}
