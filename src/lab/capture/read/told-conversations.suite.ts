import { Buffer } from 'node:buffer';

import type { Side } from '#lab/capture/tcp-conversation.ts';

import type { TcpFlow, UdpFlow } from './conversation.ts';
import { ConversationReader } from './conversations.ts';
import { CaptureParser } from './capture-parser.ts';
import type { CaptureFile, Packet } from './packet.ts';

/** What the reader reported about one conversation. */
export interface Told {
  readonly flow: TcpFlow | UdpFlow;
  readonly said: Record<Side, Buffer>;
  /** `client bytes`, `client finished`, … in their order; the same twice in a row stands once. */
  readonly events: string[];
}

export interface ToldFile {
  readonly file: CaptureFile | { readonly unreadable: string };
  readonly told: readonly Told[];
  /** Packets that are neither TCP nor UDP. */
  readonly others: readonly string[];
}

/** Reads synthetic packets. */
export function readPackets(packets: readonly Packet[]): Omit<ToldFile, 'file'> {
  const { reader, result } = listener();
  for (const packet of packets) reader.packet(packet);
  reader.end();
  return result();
}

/** Reads a file in chunks of this many bytes. */
export function readFileBytes(bytes: Buffer, chunk: number = bytes.length || 1): ToldFile {
  const { reader, result } = listener();
  const parser = new CaptureParser((packet) => reader.packet(packet));
  for (let at = 0; at < bytes.length; at += chunk) {
    if (!parser.push(bytes.subarray(at, at + chunk))) break;
  }
  const file = parser.end();
  reader.end();
  return { ...result(), file };
}

function listener(): { readonly reader: ConversationReader; readonly result: () => Omit<ToldFile, 'file'> } {
  const told = new Map<TcpFlow | UdpFlow, Told>();
  const others: string[] = [];
  const of = (flow: TcpFlow | UdpFlow): Told => {
    const known = told.get(flow) ?? { flow, said: { client: Buffer.alloc(0), server: Buffer.alloc(0) }, events: [] };
    told.set(flow, known);
    return known;
  };
  const happened = (flow: TcpFlow | UdpFlow, event: string): void => {
    const { events } = of(flow);
    if (events.at(-1) !== event) events.push(event);
  };
  const said = (flow: TcpFlow | UdpFlow, from: Side, bytes: Buffer): void => {
    happened(flow, `${from} bytes`);
    const known = of(flow);
    known.said[from] = Buffer.concat([known.said[from], bytes]);
  };
  const reader = new ConversationReader({
    opened: (flow) => happened(flow, 'opened'),
    bytes: said,
    missing: (flow, from, bytes) => happened(flow, `${from} misses ${bytes}`),
    finished: (flow, from) => happened(flow, `${from} finished`),
    reset: (flow, from) => happened(flow, `${from} reset`),
    datagram: said,
    over: (flow) => happened(flow, 'over'),
    other: (name) => others.push(name),
  });
  return { reader, result: () => ({ told: [...told.values()], others }) };
}
