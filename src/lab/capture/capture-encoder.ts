import { joinFrames } from '#text/frames.ts';
import { parseAddress, sameVersion } from './address.ts';
import type { CaptureFormat, CaptureHead, CaptureInterface } from './capture-format.ts';
import { udpFrame } from './frames.ts';
import { type Conversation, type Endpoint, type Frame, type Side, TcpConversation } from './tcp-conversation.ts';

/** The sentence in a capture's header that says which layers are real. */
export const synthesised: string =
  'The payloads, their directions and times, and the addresses and ports are real. The Ethernet, IP and TCP headers around ' +
  'them are synthesised: handshakes, sequence numbers, acknowledgements and segment sizes are those of a network that ' +
  'loses and delays nothing. Packets made for one event are 1 ns apart.';

/** A datagram, for example of DNS. */
export interface Datagram {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly from: Side;
  readonly payload: Uint8Array;
  readonly comment?: string | undefined;
}

interface Open {
  readonly tcp: TcpConversation;
  readonly interface: number;
}

interface Counts {
  start: bigint | undefined;
  packets: bigint;
  dropped: bigint;
}

/**
 * Turns events on links into a capture file. Each function takes one event and returns the next bytes of the file, always whole blocks:
 * if you append them, the file can be read at any time, also after `kill -9`. Pass all events in their order.
 *
 * - Times are ns since 1970. A time that is not after the last packet's is moved 1 ns after it, so that packets are in
 *   strict order even when the system's clock goes back.
 * - `id` names a conversation from its `opened` or `joined` until it is over; ids may be used again after that. An event
 *   for an id that is not open is counted as dropped, and so are bytes of a side that has finished.
 * - It keeps a few hundred bytes for each open conversation, and none of the written data.
 */
export class CaptureEncoder {
  readonly #format: CaptureFormat;
  readonly #open = new Map<string, Open>();
  readonly #counts: Counts[] = [];
  #last = -1n;

  constructor(format: CaptureFormat) {
    this.#format = format;
  }

  /** The first bytes of the file. */
  head(head: CaptureHead): Uint8Array {
    return this.#format.head(head);
  }

  /** Adds an interface. The first has number 0. */
  interface(description: CaptureInterface): Uint8Array {
    this.#counts.push({ start: undefined, packets: 0n, dropped: 0n });
    return this.#format.interface(description);
  }

  /** A connection was opened: writes the handshake. Throws a `RangeError` for an invalid address. */
  opened(id: string, time: bigint, number: number, conversation: Conversation, comment?: string): Uint8Array {
    return this.#packets(time, number, this.#begin(id, time, number, conversation).opened(comment));
  }

  /** A conversation that began before the capture: no handshake. The first packet should have a comment about it. */
  joined(id: string, time: bigint, number: number, conversation: Conversation): void {
    this.#begin(id, time, number, conversation);
  }

  /** The bytes of one write. */
  bytes(id: string, time: bigint, from: Side, chunk: Uint8Array, comment?: string): Uint8Array {
    const open = this.#open.get(id);
    if (!open?.tcp.mayWrite(from)) return this.dropped(open?.interface ?? 0, 1);
    return this.#packets(time, open.interface, open.tcp.bytes(from, chunk, comment));
  }

  /** One side has closed (FIN). A conversation is over when both have. */
  finished(id: string, time: bigint, from: Side, comment?: string): Uint8Array {
    return this.#end(id, time, (tcp) => tcp.finished(from, comment));
  }

  /** One side has reset the connection (RST); the conversation is over. */
  reset(id: string, time: bigint, from: Side, comment?: string): Uint8Array {
    return this.#end(id, time, (tcp) => tcp.reset(from, comment));
  }

  datagram(time: bigint, number: number, { source, destination, from, payload, comment }: Datagram): Uint8Array {
    const [sender, receiver] = sameVersion(parseAddress(source.address), parseAddress(destination.address));
    const route = { source: sender, destination: receiver, sourcePort: source.port, destinationPort: destination.port };
    const identification = Number((this.#counts[number]?.packets ?? 0n) & 0xffffn);
    const bytes = udpFrame({ ...route, identification, dontFragment: true }, payload);
    return this.#packets(time, number, [{ from, bytes, comment }]);
  }

  /** A frame made elsewhere, by `tcpFrame` or `udpFrame`: a packet without a conversation. */
  frame(time: bigint, number: number, frame: Frame): Uint8Array {
    return this.#packets(time, number, [frame]);
  }

  /** Names of addresses; may be written at any time, and repeatedly. */
  names(names: ReadonlyMap<string, string>): Uint8Array {
    return this.#format.names(names);
  }

  /** This many events were not captured; `statistics` writes the sum. */
  dropped(number: number, events: number): Uint8Array {
    const counts = this.#counts[number];
    if (counts) counts.dropped += BigInt(events);
    return nothing;
  }

  /** Packets and dropped events of each interface so far. Call it at the end, and at any time before. */
  statistics(time: bigint): Uint8Array {
    const end = time > this.#last ? time : this.#last;
    return joinFrames(
      this.#counts.map(({ start = end, packets, dropped }, number) =>
        this.#format.statistics({ interface: number, start, end, received: packets + dropped, dropped }),
      ),
    );
  }

  #begin(id: string, time: bigint, number: number, conversation: Conversation): TcpConversation {
    const tcp = new TcpConversation({ seed: time, ...conversation });
    this.#open.set(id, { tcp, interface: number });
    return tcp;
  }

  #end(id: string, time: bigint, deed: (tcp: TcpConversation) => readonly Frame[]): Uint8Array {
    const open = this.#open.get(id);
    if (!open) return nothing;
    const frames = deed(open.tcp);
    if (open.tcp.over) this.#open.delete(id);
    return this.#packets(time, open.interface, frames);
  }

  #packets(time: bigint, number: number, frames: readonly Frame[]): Uint8Array {
    const counts = this.#counts[number];
    if (!counts) throw new RangeError(`there is no interface ${number}`);
    return joinFrames(
      frames.map((frame, nth) => {
        const at = nth === 0 && time > this.#last ? time : this.#last + 1n;
        this.#last = at;
        counts.start ??= at;
        counts.packets++;
        return this.#format.packet({ ...frame, time: at, interface: number });
      }),
    );
  }
}

const nothing = new Uint8Array();
