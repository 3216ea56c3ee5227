import type { UdpFlow } from '#lab/capture/read/conversation.ts';

import type { Dialogue } from './dialogue.ts';
import type { KindId } from './conversation-kinds.ts';

interface Heard {
  /** The first datagram, one character for each byte. */
  readonly first: string;
  readonly port: (...ports: readonly number[]) => boolean;
}

/** In order: the first that fits is taken. System services are recognised by their reserved ports. */
const rows: readonly (readonly [kind: KindId, fits: (heard: Heard) => boolean])[] = [
  ['mdns', ({ port, first }) => port(5353) && isDns(first)],
  ['llmnr', ({ port, first }) => port(5355) && isDns(first)],
  ['nbns', ({ port }) => port(137, 138)],
  ['ssdp', ({ first }) => /^(?:M-SEARCH|NOTIFY) \* HTTP\/1\.1\r\n|^HTTP\/1\.1 200 OK\r\n[\s\S]*\bST:/i.test(first)],
  ['wsDiscovery', ({ port, first }) => port(3702) || /schemas\.xmlsoap\.org\/ws\/2005\/04\/discovery/.test(first)],
  ['dhcp', ({ port, first }) => (port(67, 68) && first.length > 200) || port(546, 547)],
  ['stun', ({ first }) => /^[\x00\x01][\x00-\x1f][\s\S]{2}\x21\x12\xa4\x42/.test(first)],
  ['quic', ({ first }) => isQuic(first)],
  ['dtls', ({ first }) => /^[\x14-\x17]\xfe[\xfd\xff]/.test(first)],
  ['ntp', ({ port, first }) => port(123) && first.length >= 48],
  ['snmp', ({ port, first }) => port(161, 162) && first.startsWith('\x30')],
  ['dns', ({ port, first }) => isDns(first) && (port(53) || /\x00\x00[\x01\x0c\x1c\x21\x41]\x00\x01/.test(first))],
  ['wireguard', ({ first }) => /^[\x01-\x04]\x00\x00\x00/.test(first) && [148, 92, 64, 32].includes(first.length)],
  [
    'discovery',
    ({ port, first }) =>
      port(57_621, 17_500, 27_036, 1124, 32_412, 32_414, 21_027, 6771, 3289, 15_600) || first.startsWith('SpotUdp0'),
  ],
];

/** The header of a query or an answer, with plausible numbers of questions and answers. */
function isDns(first: string): boolean {
  if (first.length < 17) return false;
  const count = (at: number): number => first.charCodeAt(at) * 256 + first.charCodeAt(at + 1);
  const [questions, answers] = [count(4), count(6)];
  return questions + answers >= 1 && questions <= 32 && answers <= 200 && (first.charCodeAt(2) & 0x78) === 0;
}

/** A long header with a version that is in use, or the short header of a connection that had begun. */
function isQuic(first: string): boolean {
  return /^[\xc0-\xff](?:\x00\x00\x00\x01|\x6b\x33\x43\xcf|\xff\x00\x00[\x1b-\x22]|\x00\x00\x00\x00|[\x0a-\xfa]\x0a|Q0\d\d)/.test(
    first,
  );
}

/** Recognises the protocol of datagrams by the first ones, and by the ports of system services. */
export function udpProtocol(flow: UdpFlow, dialogue: Dialogue): KindId | undefined {
  const ports = [flow.client.port, flow.server.port];
  const port = (...wanted: readonly number[]): boolean => wanted.some((one) => ports.includes(one));
  for (const { bytes } of dialogue.said.slice(0, 4)) {
    const first = bytes.toString('latin1');
    const row = rows.find(([, fits]) => fits({ first, port }));
    if (row) return row[0];
  }
  // The middle of a QUIC connection: short headers, both ways, from or to the port of web servers.
  const few = dialogue.said.slice(0, 20);
  const isShort = few.length > 0 && few.every(({ bytes }) => ((bytes[0] ?? 0) & 0xc0) === 0x40 && bytes.length >= 21);
  return isShort && port(443) ? 'quic' : undefined;
}
