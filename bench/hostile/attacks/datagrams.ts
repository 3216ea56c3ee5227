import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { attackerAddress } from '../addresses.ts';
import type { Attack } from '../attack.ts';
import { pause } from '../links.ts';

/** Sent every `every` ms. */
const [burst, every] = [80, 10];
/** A long header of version 1, by its type: Initial, 0-RTT, Handshake, Retry; a short one; and noise. */
const firstBytes = [0xc0, 0xd0, 0xe0, 0xf0, 0x40, undefined];

function junk(nth: number): Uint8Array {
  const bytes = randomBytes(nth % 3 === 0 ? 1200 : 64);
  const first = firstBytes[nth % firstBytes.length];
  if (first !== undefined) bytes.set(first >= 0x80 ? [first, 0, 0, 0, 1, 8] : [first]);
  return bytes;
}

export const datagrams: Attack = {
  name: 'datagrams',
  about: `${(burst * 1000) / every} packets of junk a second to the QUIC port of pdu`,
  async strike(context) {
    const socket = createSocket('udp4').on('error', () => context.count('errors'));
    await new Promise<void>((resolve) => socket.bind(0, attackerAddress, resolve));
    for (let nth = 0; !context.signal.aborted; await pause(context, every)) {
      for (let sent = 0; sent < burst; sent++) socket.send(junk(nth++), context.ports['pdu'] ?? 0, '127.0.0.1');
      context.count('packets', burst);
    }
    socket.close();
  },
};
