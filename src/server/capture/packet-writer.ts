import type { Describer, Dialect, Meaning } from '#dialects/dialect.ts';
import { CaptureEncoder, synthesised } from '#lab/capture/capture-encoder.ts';
import type { CaptureFormat } from '#lab/capture/capture-format.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import { type AddressChoice, Addresses, type Ends } from './shown-addresses.ts';
import type { CaptureEvent, LinkFacts, Place } from './capture-event.ts';
import { commentOf } from './packet-comments.ts';

export interface PacketWriterOptions {
  readonly format: CaptureFormat;
  readonly addresses: AddressChoice;
  readonly dialects: readonly Dialect[];
  /** What is known about a link that was opened before the writer started. */
  readonly factsOf: (id: number) => LinkFacts | undefined;
}

interface Written {
  readonly place: number;
  readonly ends: Ends;
  readonly describer: Describer | undefined;
  readonly dialect: string;
  user: string | undefined;
  /** Notes for the comment of its next packet. */
  notes: string[];
}

type Bytes = CaptureEvent & { kind: 'bytes' };

const nothing = new Uint8Array(0);

/**
 * Turns events on links into packets: each function returns the next bytes of the file. The comments of packets name
 * who speaks to whom, and never contain what is said.
 */
export class PacketWriter {
  readonly #options: PacketWriterOptions;
  readonly #encoder: CaptureEncoder;
  readonly #addresses: Addresses;
  /** For each place, by its number: the number of its interface in the file, and its dialect. */
  readonly #places = new Map<number, { readonly number: number; readonly dialect: string; readonly quic: boolean }>();
  readonly #links = new Map<number, Written>();
  /** The bytes the server wrote last, and what they mean: mostly it writes the same bytes to many links. */
  #last: { readonly bytes: Uint8Array; readonly dialect: string; readonly meanings: readonly Meaning[] } | undefined;

  constructor(options: PacketWriterOptions) {
    this.#options = options;
    this.#encoder = new CaptureEncoder(options.format);
    this.#addresses = new Addresses(options.addresses);
  }

  /** The beginning of the file. */
  head(program: string, about: string): Uint8Array {
    const addresses =
      this.#options.addresses === 'synthetic' ? ' But the addresses are invented, one for each user.' : '';
    return this.#encoder.head({ program, comment: `${about} ${synthesised}${addresses}` });
  }

  place(number: number, { name, dialect, url, transport }: Place): Uint8Array {
    const quic = transport !== 'TCP';
    this.#places.set(number, { number: this.#places.size, dialect, quic });
    const how = quic ? `${url}: each ${transport} stream is shown as a TCP connection` : url;
    return this.#encoder.interface({ name: quic ? `${name} (${transport})` : name, description: how });
  }

  take(event: CaptureEvent): Uint8Array {
    if (event.kind === 'opened') return this.#opened(event.time, event.facts);
    const link = this.#links.get(event.id) ?? this.#join(event.id, event.time);
    if (!link) return nothing;
    switch (event.kind) {
      case 'bytes':
        return this.#bytes(link, event);
      case 'ended':
        return this.#ended(link, event);
      case 'closed':
        return this.#closed(link, event);
      case 'named':
        link.user = event.user;
        return this.#names(link);
      case 'gap':
        link.notes.push('bytes before this were not captured');
        return nothing;
    }
  }

  /** Notes that this many events of a place are missing here. */
  dropped(place: number, events: number): Uint8Array {
    return this.#encoder.dropped(this.#places.get(place)?.number ?? 0, events);
  }

  /** The statistics: the number of packets, and of missing events. */
  statistics(time: bigint): Uint8Array {
    return this.#encoder.statistics(time);
  }

  #opened(time: bigint, facts: LinkFacts): Uint8Array {
    const place = this.#places.get(facts.place);
    if (!place) return nothing;
    if (facts.joined) return this.#names(this.#begin(facts, time, true));
    const link = this.#begin(facts, time, false);
    const stream = facts.stream === undefined ? '' : `, stream ${facts.stream} of its connection`;
    const handshake = this.#encoder.opened(
      String(facts.id),
      time,
      link.place,
      link.ends,
      `${link.user ?? 'a client'} connects${stream}`,
    );
    return joined(handshake, this.#names(link));
  }

  #join(id: number, time: bigint): Written | undefined {
    const facts = this.#options.factsOf(id);
    return facts && this.#places.has(facts.place) ? this.#begin(facts, time, true) : undefined;
  }

  #begin(facts: LinkFacts, time: bigint, isJoined: boolean): Written {
    const place = this.#places.get(facts.place);
    const ends = this.#addresses.endsOf(facts);
    const dialect = place?.dialect ?? '';
    const describe = this.#options.dialects.find(({ name }) => name === dialect)?.describe;
    const link: Written = {
      place: place?.number ?? 0,
      ends,
      describer: describe?.(isJoined),
      dialect,
      user: facts.user,
      notes: isJoined ? ['this connection began before the capture'] : [],
    };
    this.#links.set(facts.id, link);
    if (isJoined) this.#encoder.joined(String(facts.id), time, link.place, ends);
    return link;
  }

  #bytes(link: Written, { id, time, side, bytes, masked }: Bytes): Uint8Array {
    const meanings = this.#meanings(link, side, bytes);
    const comment = commentOf({ side, user: link.user, meanings, masked, notes: takeNotes(link) });
    return this.#encoder.bytes(String(id), time, side, bytes, comment);
  }

  #meanings(link: Written, side: Side, bytes: Uint8Array): readonly Meaning[] {
    const { describer, dialect } = link;
    if (!describer) return [];
    if (side === 'client') return describer.client(bytes);
    if (this.#last?.bytes !== bytes || this.#last.dialect !== dialect) {
      this.#last = { bytes, dialect, meanings: describer.server(bytes) };
    }
    return this.#last.meanings;
  }

  #ended(link: Written, { id, time, side, how }: CaptureEvent & { kind: 'ended' }): Uint8Array {
    const who = side === 'client' ? (link.user ?? 'the client') : 'the server';
    const notes = takeNotes(link);
    if (how === 'fin') return this.#encoder.finished(String(id), time, side, [`${who} closes`, ...notes].join(' · '));
    this.#links.delete(id);
    return this.#encoder.reset(String(id), time, side, [`${who} breaks off`, ...notes].join(' · '));
  }

  /**
   * A link ended without an orderly close, for example with its connection. The capture shows a reset by the server.
   */
  #closed(link: Written, { id, time }: CaptureEvent & { kind: 'closed' }): Uint8Array {
    this.#links.delete(id);
    return this.#encoder.reset(String(id), time, 'server', ['the connection is gone', ...takeNotes(link)].join(' · '));
  }

  #names({ ends, user }: Written): Uint8Array {
    const names = user === undefined ? undefined : this.#addresses.names(ends, user);
    return names ? this.#encoder.names(names) : nothing;
  }
}

function takeNotes(link: Written): readonly string[] {
  const { notes } = link;
  if (notes.length > 0) link.notes = [];
  return notes;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (other.length === 0) return one;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
