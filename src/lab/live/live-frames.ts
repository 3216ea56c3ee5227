import { type Frame, TcpConversation } from '#lab/capture/tcp-conversation.ts';
import type { MadeFrame } from '#lab/encapsulate/packets/made-frames.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';

/** Ethernet, IPv4 or IPv6, and TCP without options. */
const headerBytes = (address: string): number => 14 + (address.includes(':') ? 40 : 20) + 20;

/** The packets of a connection, made around what was really sent; those of one event are 1 ns apart. */
export function liveFrames(
  { client, server, events }: LiveConnection,
  conversation: number,
  comment: (row: number) => string,
): readonly MadeFrame[] {
  const tcp = new TcpConversation({ client, server, seed: events[0]?.time ?? 0n });
  const headers = headerBytes(client.address);
  return events.flatMap((event) => {
    const message = event.kind === 'bytes' ? event.message : undefined;
    let sent = 0;
    return framesOf(tcp, event, message && comment(message.row)).map(
      ({ bytes, from, comment: said }, nth): MadeFrame => {
        const size = bytes.length - headers;
        const part = message && size > 0 ? { from: sent, of: message.payload.length } : undefined;
        if (part) sent += size;
        return {
          bytes,
          from,
          comment: said,
          time: event.time + BigInt(nth),
          conversation,
          message: part && message,
          part,
        };
      },
    );
  });
}

function framesOf(tcp: TcpConversation, event: LiveEvent, comment: string | undefined): readonly Frame[] {
  switch (event.kind) {
    case 'opened':
      return tcp.opened();
    case 'bytes':
      return tcp.bytes(event.from, event.bytes, comment);
    case 'finished':
      return tcp.finished(event.from);
    case 'reset':
      return tcp.reset(event.from);
  }
}
