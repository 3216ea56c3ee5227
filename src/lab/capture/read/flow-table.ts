import { otherSide, type Side } from '#lab/capture/tcp-conversation.ts';

import type { TcpFlow, UdpFlow } from './conversation.ts';
import type { Transport } from './internet-layer.ts';

/** What a packet's addresses and ports lead to: a conversation, and which side of it the packet comes from. */
export interface Entry<Flow> {
  readonly flow: Flow;
  readonly from: Side;
  readonly otherKey: string;
}

interface Recent<Flow> {
  readonly source: number;
  readonly destination: number;
  readonly ports: number;
  readonly entry: Entry<Flow>;
}

/** Conversations after which those that have been quiet for as many are told to be over. */
const mostFlows = 1000;
/** Of these, conversations under way that stay nevertheless. */
const mostKept = 2000;

/**
 * Finds the conversation a packet belongs to. Holds a bounded number, in two generations: when the younger one is full,
 * the older one goes, except for what is still under way. `over` hears about each that goes.
 */
export class FlowTable<Flow extends TcpFlow | UdpFlow> {
  #young = new Map<string, Entry<Flow>>();
  #old = new Map<string, Entry<Flow>>();
  /** The last two that were found, mostly the two directions of one conversation. */
  #recent: Recent<Flow>[] = [];
  readonly #over: (flow: Flow) => void;

  constructor(over: (flow: Flow) => void) {
    this.#over = over;
  }

  /** The conversation of a packet, if it is known. */
  of(packet: Transport): Entry<Flow> | undefined {
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

  #find(key: string): Entry<Flow> | undefined {
    const young = this.#young.get(key);
    if (young) return young;
    const old = this.#old.get(key);
    if (old) this.#move(key, old);
    return old;
  }

  /** A packet begins a conversation; `known`: the one that `of` gives for it, which is over then. */
  add(packet: Transport, known: Entry<Flow> | undefined, from: Side, flow: Flow): Entry<Flow> {
    const key = flowKey(packet);
    const otherKey = otherFlowKey(key);
    this.#recent = [];
    if (known) this.#remove(key, known);
    if (this.#young.size >= 2 * mostFlows) this.#turn();
    const entry = { flow, from, otherKey };
    this.#put(key, entry);
    return entry;
  }

  /** Everything is over, in the order of the first packets. */
  end(): void {
    const flows = new Set<Flow>();
    for (const { flow } of this.#old.values()) flows.add(flow);
    for (const { flow } of this.#young.values()) flows.add(flow);
    this.#old = new Map();
    this.#young = new Map();
    for (const flow of [...flows].toSorted((one, other) => one.number - other.number)) this.#over(flow);
  }

  #put(key: string, entry: Entry<Flow>): void {
    const { flow, from, otherKey } = entry;
    this.#young.set(key, entry);
    if (otherKey !== key) this.#young.set(otherKey, { flow, from: otherSide(from), otherKey: key });
  }

  #move(key: string, entry: Entry<Flow>): void {
    this.#old.delete(key);
    this.#old.delete(entry.otherKey);
    this.#put(key, entry);
  }

  #remove(key: string, { flow, otherKey }: Entry<Flow>): void {
    this.#young.delete(key);
    this.#young.delete(otherKey);
    this.#over(flow);
  }

  #turn(): void {
    const [going, gone] = [this.#old, new Set<Flow>()];
    this.#old = this.#young;
    this.#young = new Map();
    for (const [key, entry] of going) {
      const { flow } = entry;
      if (gone.has(flow) || this.#young.has(key)) continue;
      if (isUnderWay(flow) && this.#young.size < 2 * mostKept) this.#put(key, entry);
      else {
        gone.add(flow);
        this.#over(flow);
      }
    }
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
