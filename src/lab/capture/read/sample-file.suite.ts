import { Buffer } from 'node:buffer';

import { CaptureEncoder } from '#lab/capture/capture-encoder.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import type { Conversation } from '#lab/capture/tcp-conversation.ts';

export const began: bigint = 1_790_000_000_123_456_789n;
export const endpoints: Conversation = {
  client: { address: '10.0.0.1', port: 50_001 },
  server: { address: '10.0.0.2', port: 8080 },
};

/** A complete capture file. */
export function ours(format: 'pcap' | 'pcapng'): Buffer {
  const encoder = new CaptureEncoder(format === 'pcap' ? pcapFormat() : pcapngFormat());
  return Buffer.concat([
    encoder.head({ program: 'test', comment: 'all of it' }),
    encoder.interface({ name: 'direct' }),
    encoder.opened('a', began, 0, endpoints, 'comes'),
    encoder.bytes('a', began + 9n, 'client', Buffer.from('alice\n'.repeat(1000)), 'says'),
    encoder.bytes('a', began + 99n, 'server', Buffer.from('Welcome')),
    encoder.finished('a', began + 999n, 'server'),
    encoder.datagram(began + 9999n, 0, {
      source: endpoints.client,
      destination: endpoints.server,
      from: 'client',
      payload: Buffer.from('x'),
    }),
    encoder.reset('a', began + 99_999n, 'client'),
    encoder.statistics(began),
  ]);
}
