import { Buffer } from 'node:buffer';
import { formatAddress } from '#lab/capture/address.ts';
import { ipProtocols, tcpFlags } from '#lab/capture/frames.ts';
import { otherSide, type Endpoint, type Side } from '#lab/capture/tcp-conversation.ts';
import { type ConversationVisitor, TcpFlow, touch, UdpFlow } from './conversation.ts';
import { type FlowEntry, FlowTable } from './flow-table.ts';
import { emptyTransport, InternetLayer, type Transport } from './internet-layer.ts';
import { type Carried, canReadLinkType, linkTypeName, readLinkLayer } from './link-layer.ts';
import { frameName, protocolName } from './other-packets.ts';
import type { Packet } from './packet.ts';
import { hasWrongChecksum } from './received-checksum.ts';
import { likelyServer, ServerPorts } from './server-ports.ts';
import type { HalfVisitor, TcpHalf } from './tcp-half.ts';

/** ns within which the same SYN is a second capture of one packet. */
const secondCapture = 5_000_000n;
const nothing = Buffer.alloc(0);

/** In each conversation, only the checksums of this many packets are verified. */
const maxChecked = 10;

/** Takes the packets of a capture, in their order, and calls the visitor with the events of its conversations. */
export class ConversationReader {
  readonly #visitor: ConversationVisitor;
  readonly #carried: Carried = { type: 0, at: 0 };
  readonly #found = emptyTransport();
  readonly #internetLayer = new InternetLayer();
  readonly #servers = new ServerPorts();
  readonly #tcpFlows: FlowTable<TcpFlow>;
  readonly #udpFlows: FlowTable<UdpFlow>;
  #flows = 0;
  /** The side whose segment is being handled, and the events that this reports. */
  #ofFlow: TcpFlow | undefined = undefined;
  #ofSide: Side = 'client';
  readonly #halfVisitor: HalfVisitor;

  constructor(visitor: ConversationVisitor) {
    this.#visitor = visitor;
    this.#tcpFlows = new FlowTable((flow) => {
      this.#endHalves(flow, flow.last);
      visitor.over(flow);
    });
    this.#udpFlows = new FlowTable((flow) => visitor.over(flow));
    this.#halfVisitor = {
      bytes: (bytes, time) => void (this.#ofFlow && visitor.bytes(this.#ofFlow, this.#ofSide, bytes, time)),
      missing: (bytes, time) => void (this.#ofFlow && visitor.missing(this.#ofFlow, this.#ofSide, bytes, time)),
      finished: (time) => void (this.#ofFlow && visitor.finished(this.#ofFlow, this.#ofSide, time)),
    };
  }

  packet(packet: Packet): void {
    const [visitor, carried, found] = [this.#visitor, this.#carried, this.#found];
    if (!readLinkLayer(packet.linkType, packet.bytes, carried)) {
      return visitor.other(canReadLinkType(packet.linkType) ? 'cut' : linkTypeName(packet.linkType));
    }
    if (!this.#internetLayer.find(carried, packet.bytes, packet.wireLength, found))
      return visitor.other(frameName(carried.type));
    if (found.protocol === ipProtocols.tcp) this.#tcp(packet);
    else if (found.protocol === ipProtocols.udp) this.#udp(packet);
    else visitor.other(protocolName(found.protocol));
  }

  /** The file has ended. */
  end(): void {
    this.#tcpFlows.end();
    this.#udpFlows.end();
  }

  #tcp(packet: Packet): void {
    const found = this.#found;
    const { bytes, at, end } = found;
    if (end - at < 20) return this.#visitor.other('cut TCP');
    const headerBytes = ((bytes[at + 12] ?? 0) >> 4) * 4;
    const flags = bytes[at + 13] ?? 0;
    const sequence = bytes.readUInt32BE(at + 4);
    const isSyn = (flags & (tcpFlags.syn | tcpFlags.ack)) === tcpFlags.syn;
    const isAnswer = (flags & (tcpFlags.syn | tcpFlags.ack)) === (tcpFlags.syn | tcpFlags.ack);
    const { flow, from } = this.#tcpFlow(flags, sequence, isSyn, isAnswer);
    touch(flow, packet);
    const half = this.#halfOf(flow, from);
    half.packets++;
    const payloadAt = Math.min(Math.max(at + headerBytes, at + 20), end);
    const hasData = end + found.missing > payloadAt;
    if (flow.over && hasData && flow.reset !== from) flow.afterEnd++;
    if (half.packets <= maxChecked && hasWrongChecksum(found, ipProtocols.tcp)) flow.badChecksums++;
    if (isSyn) takeSyn(flow, sequence, hasData || (flags & tcpFlags.psh) !== 0, packet.time);
    if ((flags & tcpFlags.syn) !== 0) half.begin(sequence);
    if (isAnswer) flow.synAnswered = true;
    if (flow.packets === 1) this.#visitor.opened(flow, packet.time);
    half.take(
      {
        sequence: (flags & tcpFlags.syn) !== 0 ? (sequence + 1) >>> 0 : sequence,
        // The payload of a RST may give the reason for it. It is not data of the connection.
        payload: (flags & tcpFlags.rst) !== 0 || payloadAt === end ? nothing : bytes.subarray(payloadAt, end),
        missing: (flags & tcpFlags.rst) !== 0 ? 0 : found.missing,
        fin: (flags & tcpFlags.fin) !== 0,
        identification: found.identification,
        time: packet.time,
      },
      this.#halfVisitor,
    );
    if ((flags & tcpFlags.rst) === 0 && bytes.readUInt32BE(at + 8) === 0 && !isSyn) half.zeroAcknowledgements++;
    if ((flags & tcpFlags.ack) !== 0 && (flags & tcpFlags.rst) === 0) {
      this.#halfOf(flow, otherSide(from)).acknowledged(bytes.readUInt32BE(at + 8), packet.time, this.#halfVisitor);
      if (bytes.readUInt16BE(at + 14) === 0 && (flags & tcpFlags.fin) === 0) flow.zeroWindows++;
    }
    if ((flags & tcpFlags.rst) !== 0) this.#takeReset(flow, from, packet.time);
  }

  /** The connection to which the segment belongs, which may begin with it; and who has sent it. */
  #tcpFlow(flags: number, sequence: number, isSyn: boolean, isAnswer: boolean): FlowEntry<TcpFlow> {
    const found = this.#found;
    const entry = this.#tcpFlows.of(found);
    // The same SYN was refused at first: the server has been started meanwhile.
    const isLate = isAnswer && entry?.flow.reset !== undefined && !entry.flow.synAnswered;
    if (entry && !isLate && !(isSyn && isAnother(entry.flow, entry.from, sequence))) return entry;
    const from = isSyn ? 'client' : (flags & tcpFlags.syn) !== 0 ? 'server' : senderOf(found, this.#servers);
    if (isSyn) this.#servers.add(found, 'destination');
    const flow = new TcpFlow(++this.#flows, ...sides(found, from));
    if (isLate) askedAgain(flow, entry?.flow);
    return this.#tcpFlows.add(found, entry, from, flow);
  }

  #takeReset(flow: TcpFlow, from: Side, time: bigint): void {
    flow.resets++;
    if (flow.over) return;
    flow.reset = from;
    this.#endHalves(flow, time);
    this.#visitor.reset(flow, from, time);
  }

  #halfOf(flow: TcpFlow, side: Side): TcpHalf {
    this.#ofFlow = flow;
    this.#ofSide = side;
    return flow.halves[side];
  }

  #endHalves(flow: TcpFlow, time: bigint): void {
    for (const side of ['client', 'server'] as const) this.#halfOf(flow, side).end(time, this.#halfVisitor);
  }

  #udp(packet: Packet): void {
    const found = this.#found;
    const { bytes, at, end } = found;
    if (end - at < 8) return this.#visitor.other('cut UDP');
    let entry = this.#udpFlows.of(found);
    if (!entry) {
      const flow = new UdpFlow(++this.#flows, ...sides(found, 'client'));
      entry = this.#udpFlows.add(found, undefined, 'client', flow);
    }
    touch(entry.flow, packet);
    entry.flow.datagrams[entry.from]++;
    const payload = bytes.subarray(at + 8, Math.max(at + 8, Math.min(end, at + bytes.readUInt16BE(at + 4) || end)));
    entry.flow.bytes[entry.from] += payload.length;
    this.#visitor.datagram(entry.flow, entry.from, payload, packet.time);
  }
}

/** Whether a SYN begins another connection than the one that had these ports before. */
function isAnother(flow: TcpFlow, from: Side, sequence: number): boolean {
  if (from === 'server') return true;
  return flow.syn === undefined ? flow.packets > 1 || flow.hasData : flow.syn !== sequence;
}

/** The SYN of the connection that was refused is the SYN of this one. */
function askedAgain(flow: TcpFlow, refused: TcpFlow | undefined): void {
  if (refused?.syn === undefined) return;
  flow.syn = refused.syn;
  flow.halves.client.begin(refused.syn);
}

function takeSyn(flow: TcpFlow, sequence: number, strange: boolean, time: bigint): void {
  if (strange) flow.strangeSyn = true;
  if (flow.syn !== undefined && time - flow.synTime > secondCapture) flow.synRetries++;
  flow.syn = sequence;
  flow.synTime = time;
}

function sides(found: Transport, sender: Side): readonly [client: Endpoint, server: Endpoint] {
  const { addresses, addressesAt, addressBytes, bytes, at } = found;
  const source = { address: addressAt(addresses, addressesAt, addressBytes), port: bytes.readUInt16BE(at) };
  const destination = {
    address: addressAt(addresses, addressesAt + addressBytes, addressBytes),
    port: bytes.readUInt16BE(at + 2),
  };
  return sender === 'client' ? [source, destination] : [destination, source];
}

const addressAt = (bytes: Uint8Array, at: number, length: number): string =>
  formatAddress(bytes.subarray(at, at + length));

function senderOf(found: Transport, servers: ServerPorts): Side {
  if (servers.has(found, 'destination')) return 'client';
  if (servers.has(found, 'source')) return 'server';
  return likelyServer(found.bytes.readUInt16BE(found.at), found.bytes.readUInt16BE(found.at + 2));
}
