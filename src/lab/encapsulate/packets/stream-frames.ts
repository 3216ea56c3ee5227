import { parseAddress, sameVersion } from '#lab/capture/address.ts';
import { udpFrame, type Route } from '#lab/capture/frames.ts';
import { type Frame, TcpConversation } from '#lab/capture/tcp-conversation.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

import type { PairConversation } from './conversations.ts';
import { type MadeFrame, whoSpeaks } from './made-frames.ts';
import { payloadsOf } from './payloads.ts';

const microsecond = 1000n;
/** How long a packet is on its way, where rows leave that much time. */
const way = 100n * microsecond;
/** How long before its first row a connection is opened. */
const lead = 3n * way;

/**
 * One conversation as a network would show it: over TCP from the handshake to both ends, over UDP a datagram for each
 * row.
 */
export function streamFrames(pair: PairConversation, conversation: number): readonly MadeFrame[] {
  return pair.transport === 'udp' ? datagrams(pair, conversation) : tcpFrames(pair, conversation);
}

function tcpFrames(pair: PairConversation, conversation: number): readonly MadeFrame[] {
  const tcp = new TcpConversation({ client: pair.client, server: pair.server });
  const made: MadeFrame[] = [];
  const first = pair.rows[0]?.message.time ?? 0n;
  let clock = first > lead ? first - lead : 0n;
  /** The packets of one event, from `time` on, with `gap` between them; never before what is there already. */
  const add = (frames: readonly Frame[], time: bigint, gap: bigint, message?: Message): void => {
    let [next, sent] = [time > clock ? time : clock, 0];
    for (const frame of frames) {
      const size = message ? frame.bytes.length - headerBytes(pair) : 0;
      const part = size > 0 && message ? { from: sent, of: payloads.get(message)?.length ?? 0 } : undefined;
      sent += size;
      const { bytes, from, comment } = frame;
      made.push({ bytes, from, comment, time: next, conversation, message: part && message, part });
      next += gap > 0n ? gap : 1n;
    }
    clock = next;
  };
  const payloads = payloadsOf(pair);
  const said = `${pair.clientName ?? 'the client'} opens the connection`;
  add(tcp.opened(said), clock, way);
  for (const [nth, { message, from }] of pair.rows.entries()) {
    const frames = tcp.bytes(from, payloads.get(message) ?? new Uint8Array(), commentOf(pair, nth));
    const next = pair.rows[nth + 1]?.message.time;
    const room = next === undefined ? way : (next - message.time) / BigInt(frames.length + 1);
    add(frames, message.time, room < way ? room : way, message);
  }
  add(tcp.finished('client', 'the client has sent everything'), clock + way, way);
  add(tcp.finished('server', 'the server has sent everything'), clock, way);
  return made;
}

/** Ethernet, IP and TCP without options. */
const headerBytes = ({ client }: PairConversation): number => 14 + (client.address.includes(':') ? 40 : 20) + 20;

function datagrams(pair: PairConversation, conversation: number): readonly MadeFrame[] {
  const payloads = payloadsOf(pair);
  return pair.rows.map(({ message, from }, nth) => {
    const payload = payloads.get(message) ?? new Uint8Array();
    const bytes = udpFrame(routeOf(pair, from, nth + 1), payload);
    const part = { from: 0, of: payload.length };
    return { bytes, time: message.time, from, conversation, message, part, comment: commentOf(pair, nth) };
  });
}

/** `identification`: of the IP packet. */
export function routeOf({ client, server }: PairConversation, from: MadeFrame['from'], identification: number): Route {
  const [source, destination] = from === 'client' ? [client, server] : [server, client];
  const [one, other] = sameVersion(parseAddress(source.address), parseAddress(destination.address));
  return {
    source: one,
    destination: other,
    sourcePort: source.port,
    destinationPort: destination.port,
    identification: identification & 0xffff,
    dontFragment: true,
  };
}

/** `row 3: client_browser → web_server, HTTP` */
export function commentOf(pair: PairConversation, nth: number): string {
  const spoken = pair.rows[nth];
  if (!spoken) return '';
  const { message, from } = spoken;
  const protocol = message.protocol === '' ? '' : `, ${message.protocol}`;
  return `row ${message.row}: ${whoSpeaks(pair, from)}${protocol}`;
}
