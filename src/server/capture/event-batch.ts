import type { LinkFacts } from './capture-event.ts';

/**
 * Events for the thread that writes them. Each has four numbers: its kind, the link's id, an index, and ns since
 * `began`.
 */
export interface Batch {
  /** ns since 1970. */
  readonly began: bigint;
  readonly records: Uint32Array<ArrayBuffer>;
  /** The bytes of all chunks in a row; a chunk that was sent to many links is here once. */
  readonly blob: Uint8Array<ArrayBuffer>;
  /** Where each chunk ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly opened: readonly LinkFacts[];
  readonly users: readonly string[];
  /** Roughly the bytes that will be written for it. */
  readonly weight: number;
  /** The thread that serves the chat was fully loaded since the last batch. */
  readonly busy: boolean;
  /** Events dropped since the last batch, by place. */
  readonly lost: readonly (readonly [place: number, events: number])[];
}

/** Numbers of one record. */
export const recordSize = 4;

/** The kind of a record. Its index is a position in `opened`, in the chunks, or in `users`. */
export const records = {
  opened: 0,
  fromClient: 1,
  fromServer: 2,
  clientEnds: 3,
  serverEnds: 4,
  clientResets: 5,
  serverResets: 6,
  closed: 7,
  named: 8,
  gap: 9,
} as const;

/** Roughly the bytes of headers that an event adds to a file: those of a packet and an acknowledgement. */
export const eventWeight = 300;

/** Bytes of memory that a batch occupies. */
export const heldBy = ({ records: numbers, blob, ends }: Batch): number =>
  numbers.byteLength + blob.byteLength + ends.byteLength;
