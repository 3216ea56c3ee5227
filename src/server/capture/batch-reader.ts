import type { Dialect } from '#dialects/dialect.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import { type Batch, records, recordSize } from './event-batch.ts';
import type { CaptureEvent, LinkFacts, Place } from './capture-event.ts';
import { LinkMask } from './hidden-ranges.ts';

interface Known {
  readonly facts: LinkFacts;
  mask: LinkMask;
  user: string | undefined;
  over: boolean;
}

/** Turns batches into events, with passwords masked: no later step sees a password. */
export class BatchReader {
  readonly #places: ReadonlyMap<number, Place>;
  readonly #dialects: readonly Dialect[];
  readonly #links = new Map<number, Known>();

  constructor(places: ReadonlyMap<number, Place>, dialects: readonly Dialect[]) {
    this.#places = places;
    this.#dialects = dialects;
  }

  /** The state of an open link. */
  factsOf(id: number): LinkFacts | undefined {
    const known = this.#links.get(id);
    return known && !known.over ? { ...known.facts, user: known.user, joined: true } : undefined;
  }

  read(batch: Batch): readonly CaptureEvent[] {
    const events: CaptureEvent[] = [];
    for (let at = 0; at < batch.records.length; at += recordSize) {
      const [kind = 0, id = 0, index = 0, ns = 0] = batch.records.subarray(at, at + recordSize);
      const event = this.#event(batch, kind, id, index, batch.began + BigInt(ns));
      if (event) events.push(event);
    }
    return events;
  }

  #event(batch: Batch, kind: number, id: number, index: number, time: bigint): CaptureEvent | undefined {
    if (kind === records.opened) return this.#opened(batch.opened[index], time);
    const link = this.#links.get(id);
    if (!link) return undefined;
    switch (kind) {
      case records.fromClient:
        return { kind: 'bytes', time, id, side: 'client', ...link.mask.client(chunkOf(batch, index)) };
      case records.fromServer:
        return { kind: 'bytes', time, id, side: 'server', ...link.mask.server(chunkOf(batch, index)) };
      case records.clientEnds:
      case records.serverEnds:
        return { kind: 'ended', time, id, side: kind === records.clientEnds ? 'client' : 'server', how: 'fin' };
      case records.clientResets:
      case records.serverResets:
        return reset(link, id, kind === records.clientResets ? 'client' : 'server', time);
      case records.closed:
        this.#links.delete(id);
        return { kind: 'closed', time, id };
      case records.named:
        link.user = batch.users[index];
        return { kind: 'named', time, id, user: link.user ?? '' };
      default:
        link.mask = this.#maskOf(link.facts, true);
        return { kind: 'gap', time, id };
    }
  }

  #opened(facts: LinkFacts | undefined, time: bigint): CaptureEvent | undefined {
    if (!facts) return undefined;
    const mask = this.#maskOf(facts, facts.joined);
    this.#links.set(facts.id, { facts, mask, user: facts.user, over: false });
    return { kind: 'opened', time, facts };
  }

  #maskOf({ place }: LinkFacts, joined: boolean): LinkMask {
    const name = this.#places.get(place)?.dialect;
    const dialect = this.#dialects.find((each) => each.name === name);
    if (!dialect) throw new Error(`the dialect ${name} is unknown, so passwords cannot be masked`);
    return new LinkMask(dialect.mask(joined));
  }
}

function reset(link: Known, id: number, side: Side, time: bigint): CaptureEvent | undefined {
  if (link.over) return undefined;
  link.over = true;
  return { kind: 'ended', time, id, side, how: 'reset' };
}

/** Equal chunks in a row give the same array, so that they are described only once. */
function chunkOf(batch: Batch, index: number): Uint8Array {
  if (last?.batch !== batch || last.index !== index) {
    last = { batch, index, bytes: batch.blob.subarray(batch.ends[index - 1] ?? 0, batch.ends[index]) };
  }
  return last.bytes;
}

let last: { readonly batch: Batch; readonly index: number; readonly bytes: Uint8Array } | undefined;
