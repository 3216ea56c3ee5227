import { parseAddress, sameVersion } from './address.ts';
import { ethernetMtu, type Route, tcpFlags, tcpFrame, type TcpFields } from './frames.ts';
import { sumOfWords } from './checksum.ts';

/** One end of a conversation: an IP address as text, and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** The side that sends. */
export type Side = 'client' | 'server';

export interface Conversation {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** The first sequence numbers of the two sides (uint32); derived from the endpoints and `seed` if omitted. */
  readonly sequences?: Readonly<Record<Side, number>> | undefined;
  /** Distinguishes conversations between the same endpoints, for example the time of the opening in ns. */
  readonly seed?: bigint | undefined;
}

/** A packet without its time. */
export interface Frame {
  readonly from: Side;
  /** From the Ethernet header on. */
  readonly bytes: Uint8Array;
  readonly comment?: string | undefined;
}

interface End {
  readonly from: Side;
  readonly address: Uint8Array;
  readonly port: number;
  /** The sequence number of the next byte. */
  next: number;
  identification: number;
  finished: boolean;
}

const window = 65_535;
const tcpOverhead = { 4: 40, 16: 60 } as const;
const { fin, syn, rst, psh, ack } = tcpFlags;

/**
 * The packets of one TCP conversation, made around the bytes that were really exchanged: nothing is lost, delayed or
 * sent again, everything is acknowledged at once, and segments are as large as Ethernet allows.
 */
export class TcpConversation {
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #segmentBytes: number;
  #reset = false;

  /** Throws a `RangeError` for an invalid address. */
  constructor(conversation: Conversation) {
    const { client, server } = conversation;
    const [from, to] = sameVersion(parseAddress(client.address), parseAddress(server.address));
    const sequences = conversation.sequences ?? sequencesOf(conversation, from, to);
    const end = (side: Side, address: Uint8Array, { port }: Endpoint): End => {
      return { from: side, address, port, next: sequences[side] >>> 0, identification: 1, finished: false };
    };
    this.#ends = { client: end('client', from, client), server: end('server', to, server) };
    this.#segmentBytes = ethernetMtu - (from.length === 4 ? tcpOverhead[4] : tcpOverhead[16]);
  }

  /** Nothing more can be sent: both sides have finished, or one has reset. */
  get over(): boolean {
    return this.#reset || (this.#ends.client.finished && this.#ends.server.finished);
  }

  /** Whether this side can still send. */
  mayWrite(from: Side): boolean {
    return !this.#reset && !this.#ends[from].finished;
  }

  /** The handshake: SYN, SYN and ACK, ACK. Left out for a conversation that began before the capture. */
  opened(comment?: string): readonly Frame[] {
    const options = Uint8Array.of(2, 4, this.#segmentBytes >> 8, this.#segmentBytes & 0xff, 1, 1, 4, 2);
    const frames = [this.#frame('client', { flags: syn, options, comment })];
    this.#advance('client', 1);
    frames.push(this.#frame('server', { flags: syn | ack, options }));
    this.#advance('server', 1);
    return [...frames, this.#frame('client', { flags: ack })];
  }

  /**
   * One chunk: segments with PSH on the last, and acknowledgements of every second segment and of the last. The first
   * segment has the comment, and the others say that they continue it. Returns nothing once `mayWrite` is false.
   */
  bytes(from: Side, chunk: Uint8Array, comment?: string): readonly Frame[] {
    if (!this.mayWrite(from)) return [];
    const frames: Frame[] = [];
    const segments = Math.ceil(chunk.length / this.#segmentBytes);
    for (let nth = 1; nth <= segments; nth++) {
      const payload = chunk.subarray((nth - 1) * this.#segmentBytes, nth * this.#segmentBytes);
      const last = nth === segments;
      const said = nth === 1 ? comment : comment && `continued, segment ${nth} of ${segments}`;
      frames.push(this.#frame(from, { flags: last ? psh | ack : ack, comment: said }, payload));
      this.#advance(from, payload.length);
      if (last || nth % 2 === 0) frames.push(this.#frame(otherSide(from), { flags: ack }));
    }
    return frames;
  }

  /** This side has finished: FIN, and its acknowledgement. The other side may continue. */
  finished(from: Side, comment?: string): readonly Frame[] {
    if (!this.mayWrite(from)) return [];
    const frames = [this.#frame(from, { flags: fin | ack, comment })];
    this.#advance(from, 1);
    this.#ends[from].finished = true;
    return [...frames, this.#frame(otherSide(from), { flags: ack })];
  }

  /** This side has reset the connection: RST. */
  reset(from: Side, comment?: string): readonly Frame[] {
    if (this.over) return [];
    this.#reset = true;
    return [this.#frame(from, { flags: rst | ack, comment })];
  }

  #advance(side: Side, bytes: number): void {
    const end = this.#ends[side];
    end.next = (end.next + bytes) >>> 0;
  }

  #frame(
    side: Side,
    { flags, options, comment }: Pick<TcpFields, 'flags' | 'options'> & Pick<Frame, 'comment'>,
    payload?: Uint8Array,
  ): Frame {
    const [from, to] = [this.#ends[side], this.#ends[otherSide(side)]];
    const route: Route = {
      source: from.address,
      destination: to.address,
      sourcePort: from.port,
      destinationPort: to.port,
      identification: from.identification,
      dontFragment: true,
    };
    from.identification = (from.identification + 1) & 0xffff;
    const acknowledgement = (flags & ack) === 0 ? 0 : to.next;
    const bytes = tcpFrame(route, { sequence: from.next, acknowledgement, flags, window, options }, payload);
    return { from: side, bytes, comment };
  }
}

export const otherSide = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** Always the same for the same conversation, and below 2^31, so that it takes 2 GB until one of them wraps around. */
function sequencesOf(
  { client, server, seed = 0n }: Conversation,
  from: Uint8Array,
  to: Uint8Array,
): Readonly<Record<Side, number>> {
  const time = Number(BigInt.asUintN(32, seed ^ (seed >> 32n)));
  const mixed = mix(mix(time ^ sumOfWords(from)) ^ (client.port << 16) ^ server.port) ^ sumOfWords(to);
  return { client: mix(mixed) >>> 1, server: mix(mixed + 0x9e37_79b9) >>> 1 };
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
