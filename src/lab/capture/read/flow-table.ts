import { otherSide, type Side } from '#lab/capture/tcp-conversation.ts';

import type { TcpFlow, UdpFlow } from './conversation.ts';
import type { Transport } from './internet-layer.ts';

/** The conversation of a packet, found by addresses and ports, and the side that sent the packet. */
export interface FlowEntry<Flow> {
  readonly flow: Flow;
  readonly from: Side;
  readonly otherKey: string;
}

interface Recent<Flow> {
  readonly source: number;
  readonly destination: number;
  readonly ports: number;
  readonly entry: FlowEntry<Flow>;
}

/** The number of entries, two for each conversation, after which the entries of quiet conversations are dropped. */
const maxEntries = 3000;
/** Entries of conversations that are quiet, but under way. */
const maxQuiet = 20_000;

/**
 * Finds the conversation a packet belongs to. Holds a bounded number, in two generations: when the younger one is full,
 * the older one is dropped, except for conversations under way; these are dropped when there are too many. `over` is
 * called for each that is dropped. No packet costs more than a few look-ups, taken together.
 */
export class FlowTable<Flow extends TcpFlow | UdpFlow> {
  #young = new Map<string, FlowEntry<Flow>>();
  #old = new Map<string, FlowEntry<Flow>>();
  #quiet = new Map<string, FlowEntry<Flow>>();
  /** The last two that were found, mostly the two directions of one conversation. */
  #recent: Recent<Flow>[] = [];
  readonly #over: (flow: Flow) => void;

  constructor(over: (flow: Flow) => void) {
    this.#over = over;
  }

  /** The conversation of a packet, if it is known. */
  of(packet: Transport): FlowEntry<Flow> | undefined {
    const { addresses, addressesAt, addressBytes, bytes, at } = packet;
    if (addressBytes !== 4) return this.#find(flowKey(packet));
    const [source, destination] = [addresses.readUInt32LE(addressesAt), addresses.readUInt32LE(addressesAt + 4)];
    const ports = bytes.readUInt32LE(at);
    for (const one of this.#recent) {
      if (one.ports === ports && one.source === source && one.destination === destination) return one.entry;
    }
    const entry = this.#find(flowKey(packet));
    if (entry) this.#recent = [{ source, destination, ports, entry }, ...this.#recent.slice(0, 1)];
    return entry;
  }

  #find(key: string): FlowEntry<Flow> | undefined {
    const young = this.#young.get(key);
    if (young) return young;
    for (const older of [this.#old, this.#quiet]) {
      const entry = older.get(key);
      if (!entry) continue;
      older.delete(key);
      older.delete(entry.otherKey);
      this.#put(this.#young, key, entry);
      return entry;
    }
    return undefined;
  }

  /** A packet begins a conversation; `known`: the one that `of` gives for it, which is over then. */
  add(packet: Transport, known: FlowEntry<Flow> | undefined, from: Side, flow: Flow): FlowEntry<Flow> {
    const key = flowKey(packet);
    const otherKey = otherFlowKey(key);
    this.#recent = [];
    if (known) this.#remove(key, known);
    if (this.#young.size >= maxEntries) this.#turn();
    const entry = { flow, from, otherKey };
    this.#put(this.#young, key, entry);
    return entry;
  }

  /** Ends all conversations, in the order of their first packets. */
  end(): void {
    const all = [this.#quiet, this.#old, this.#young];
    [this.#quiet, this.#old, this.#young] = [new Map(), new Map(), new Map()];
    this.#overAll(all);
  }

  #put(entries: Map<string, FlowEntry<Flow>>, key: string, entry: FlowEntry<Flow>): void {
    const { flow, from, otherKey } = entry;
    entries.set(key, entry);
    if (otherKey !== key) entries.set(otherKey, { flow, from: otherSide(from), otherKey: key });
  }

  #remove(key: string, { flow, otherKey }: FlowEntry<Flow>): void {
    this.#young.delete(key);
    this.#young.delete(otherKey);
    this.#over(flow);
  }

  #turn(): void {
    const going = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    if (this.#quiet.size >= maxQuiet) {
      this.#overAll([this.#quiet]);
      this.#quiet = new Map();
    }
    for (const [key, entry] of going) {
      if (!isUnderWay(entry.flow)) continue;
      this.#put(this.#quiet, key, entry);
      going.delete(key);
      going.delete(entry.otherKey);
    }
    this.#overAll([going]);
  }

  #overAll(tables: readonly ReadonlyMap<string, FlowEntry<Flow>>[]): void {
    const flows = new Set<Flow>();
    for (const table of tables) for (const { flow } of table.values()) flows.add(flow);
    for (const flow of [...flows].toSorted((one, other) => one.number - other.number)) this.#over(flow);
  }
}

const isUnderWay = (flow: TcpFlow | UdpFlow): boolean => flow.transport === 'tcp' && !flow.over && flow.hasData;

/** Addresses and ports, from the packet's own point of view. The ports are the first four bytes of TCP and UDP. */
function flowKey({ addresses, addressesAt, addressBytes, bytes, at }: Transport): string {
  const end = addressesAt + 2 * addressBytes;
  if (addresses === bytes && end === at) return bytes.toString('latin1', addressesAt, at + 4);
  return addresses.toString('latin1', addressesAt, end) + bytes.toString('latin1', at, at + 4);
}

/** The same, from the other side's point of view. */
function otherFlowKey(key: string): string {
  const half = (key.length - 4) / 2;
  const [source, destination] = [key.slice(0, half), key.slice(half, 2 * half)];
  return destination + source + key.slice(-2) + key.slice(-4, -2);
}
