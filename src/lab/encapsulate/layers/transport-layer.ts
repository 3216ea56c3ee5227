import { ipProtocols, tcpFlags } from '#lab/capture/frames.ts';
import { isServerPort } from '#lab/encapsulate/packets/services.ts';

import { HeaderReader, hexNumber, hexOf, type Layer } from './layer.ts';
import { transportPlace } from './network-layer.ts';

/** TCP (RFC 9293) or UDP (RFC 768). */
export function transportLayer(frame: Uint8Array): Layer {
  const { offset, protocol } = transportPlace(frame);
  return protocol === ipProtocols.tcp ? tcp(frame, offset) : udp(frame, offset);
}

const portMeaning = (port: number, whose: string): string =>
  `${whose}’s port${isServerPort(port) ? ', one at which servers listen' : ''}`;

const flagMeanings: readonly (readonly [bit: number, name: string, meaning: string])[] = [
  [0x80, 'CWR', 'the sender has slowed down'],
  [0x40, 'ECE', 'congestion was seen'],
  [0x20, 'URG', 'the urgent pointer is valid'],
  [tcpFlags.ack, 'ACK', 'the acknowledgement number is valid'],
  [tcpFlags.psh, 'PSH', 'hand the bytes to the application at once'],
  [tcpFlags.rst, 'RST', 'the connection is broken off'],
  [tcpFlags.syn, 'SYN', 'the connection is opened'],
  [tcpFlags.fin, 'FIN', 'the sender sends nothing more'],
];

function tcp(frame: Uint8Array, offset: number): Layer {
  const header = new HeaderReader(frame, offset);
  const length = (header.u8(12) >> 4) * 4;
  const flags = header.u8(13);
  const payload = frame.length - offset - length;
  const next = (header.u32(4) + payload + ((flags & (tcpFlags.syn | tcpFlags.fin)) === 0 ? 0 : 1)) >>> 0;
  header.field(0, 2, 'Source port', header.u16(0), portMeaning(header.u16(0), 'the sender'));
  header.field(2, 2, 'Destination port', header.u16(2), portMeaning(header.u16(2), 'the receiver'));
  header.field(4, 4, 'Sequence number', header.u32(4), `number of the first byte; the sender’s next one is ${next}`);
  header.field(
    8,
    4,
    'Acknowledgement number',
    header.u32(8),
    header.u32(8) === 0 ? 'nothing is acknowledged' : 'number of the byte that the sender expects next, if ACK is set',
  );
  header.field(
    12,
    1,
    'Data offset',
    header.u8(12) >> 4,
    `${length} bytes of header: the number counts words of 4 bytes (upper 4 bits)`,
  );
  header.field(12, 1, 'Reserved', header.u8(12) & 0x0f, 'always 0 (lower 4 bits)');
  for (const [bit, name, meaning] of flagMeanings) {
    const set = (flags & bit) !== 0;
    header.field(13, 1, name, set ? 1 : 0, `${set ? meaning : 'not set'} (bit ${Math.log2(bit)})`);
  }
  header.field(14, 2, 'Window', header.u16(14), 'bytes that the sender can receive now');
  header.field(
    16,
    2,
    'Checksum',
    hexNumber(header.u16(16), 4),
    'right: addresses, header and payload together (RFC 1071)',
  );
  header.field(18, 2, 'Urgent pointer', header.u16(18), 'nothing is urgent');
  if (length > 20)
    header.field(
      20,
      length - 20,
      'Options',
      hexOf(header.slice(20, length - 20)),
      'maximum segment size, SACK permitted',
    );
  return { layer: 'Transport', protocol: 'TCP', offset, length, fields: header.fields };
}

function udp(frame: Uint8Array, offset: number): Layer {
  const header = new HeaderReader(frame, offset);
  header.field(0, 2, 'Source port', header.u16(0), portMeaning(header.u16(0), 'the sender'));
  header.field(2, 2, 'Destination port', header.u16(2), portMeaning(header.u16(2), 'the receiver'));
  header.field(4, 2, 'Length', header.u16(4), `8 bytes of header and ${header.u16(4) - 8} of payload`);
  header.field(
    6,
    2,
    'Checksum',
    hexNumber(header.u16(6), 4),
    'right: addresses, header and payload together (RFC 1071)',
  );
  return { layer: 'Transport', protocol: 'UDP', offset, length: 8, fields: header.fields };
}
