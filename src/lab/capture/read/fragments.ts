import { Buffer } from 'node:buffer';

/** Packets with missing fragments, at most; with more, the oldest is dropped. */
const maxPackets = 64;
const maxFragments = 100;
const longestPacket = 65_535;
/** Bytes of fragments kept of one packet; they may overlap. */
const maxBytes = 2 * longestPacket;

interface Incomplete {
  readonly parts: Map<number, Buffer>;
  length: number | undefined;
  bytes: number;
}

/** Joins the fragments of IP packets, in any order. Keeps 8 MB at most. */
export class Fragments {
  readonly #incomplete = new Map<string, Incomplete>();

  /**
   * Returns the whole payload when it is complete. `offset`: the position of the fragment; `more`: further fragments
   * follow.
   */
  take(id: string, offset: number, more: boolean, bytes: Buffer): Buffer | undefined {
    const packet: Incomplete = this.#incomplete.get(id) ?? { parts: new Map(), length: undefined, bytes: 0 };
    this.#incomplete.set(id, packet);
    if (this.#incomplete.size > maxPackets) this.#forgetOldest();
    packet.bytes += bytes.length;
    if (offset + bytes.length > longestPacket || packet.parts.size >= maxFragments || packet.bytes > maxBytes) {
      this.#incomplete.delete(id);
      return undefined;
    }
    if (!packet.parts.has(offset)) packet.parts.set(offset, Buffer.from(bytes));
    if (!more) packet.length = offset + bytes.length;
    const whole = packet.length === undefined ? undefined : joined(packet.parts, packet.length);
    if (whole) this.#incomplete.delete(id);
    return whole;
  }

  #forgetOldest(): void {
    for (const id of this.#incomplete.keys()) {
      this.#incomplete.delete(id);
      return;
    }
  }
}

function joined(parts: ReadonlyMap<number, Buffer>, length: number): Buffer | undefined {
  const whole = Buffer.alloc(length);
  let end = 0;
  for (const [offset, part] of [...parts].toSorted(([one], [other]) => one - other)) {
    if (offset > end) return undefined;
    part.copy(whole, offset);
    end = Math.max(end, offset + part.length);
  }
  return end >= length ? whole : undefined;
}
