import { tcpFlags, tcpFrame, udpFrame } from '#lab/capture/frames.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';

import type { PairConversation } from './conversations.ts';
import type { MadeFrame } from './made-frames.ts';
import { payloadsOf } from './payloads.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { commentOf, routeOf } from './stream-frames.ts';

const window = 65_535;
const first = 0x2000_0000;

/**
 * One packet for each row, as the course's notebook makes them: no handshake, no acknowledgements, no end; PSH and ACK,
 * nothing acknowledged, random identification and first sequence number. Later packets of one side count on from its
 * first, because Wireshark would miss the bytes between otherwise.
 */
export function isolatedFrames(pair: PairConversation, conversation: number): readonly MadeFrame[] {
  const payloads = payloadsOf(pair);
  const draw = seededNumbers(`${pair.client.address} ${pair.client.port} ${pair.server.address} ${pair.server.port}`);
  // Far from 0 and below the half, so that small acknowledgement numbers count as earlier.
  const next: Record<Side, number> = { client: first + draw(first), server: first + draw(first) };
  const empty: Record<Side, number> = { client: 0, server: 0 };
  return pair.rows.map(({ message, from }, nth) => {
    const payload = payloads.get(message) ?? new Uint8Array();
    const route = { ...routeOf(pair, from, draw(0x1_0000)), dontFragment: false };
    // Wireshark takes a second empty packet with the same numbers for a repeated acknowledgement.
    if (payload.length === 0) empty[from]++;
    const acknowledgement = payload.length === 0 ? empty[from] : 0;
    const fields = { sequence: next[from], acknowledgement, flags: tcpFlags.psh | tcpFlags.ack, window };
    next[from] = (next[from] + payload.length) >>> 0;
    const bytes = pair.transport === 'udp' ? udpFrame(route, payload) : tcpFrame(route, fields, payload);
    const part = { from: 0, of: payload.length };
    return { bytes, time: message.time, from, conversation, message, part, comment: commentOf(pair, nth) };
  });
}
