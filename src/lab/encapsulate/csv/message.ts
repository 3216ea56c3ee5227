import type { Party } from './party.ts';

/** One row of a file: one message from one end to another. */
export interface Message {
  /** The number of the row among those that are used, in the file's order, from 1. */
  readonly row: number;
  /** The number of the line in the file, from 1. */
  readonly line: number;
  readonly id: string;
  /** The protocol, as written in the file. */
  readonly protocol: string;
  readonly transport: 'tcp' | 'udp';
  readonly from: Party;
  readonly to: Party;
  readonly text: string;
  /** What is sent for it. Texts of DNS rows are made into DNS messages instead. */
  readonly payload: Uint8Array;
  /** The file has the payload in hex: it is sent as it is. */
  readonly exact: boolean;
  /** ns since 1970. */
  readonly time: bigint;
  readonly timeText: string;
}

export interface ReadOptions {
  /** An encoding to take in place of the one that is found. */
  readonly encoding?: string | undefined;
  /** Column names, for a file without a header. */
  readonly header?: readonly string[] | undefined;
  /** Backslashes stay as they are. */
  readonly rawText?: boolean | undefined;
  /** Leaves bad rows out, in place of refusing the file. */
  readonly skipBad?: boolean | undefined;
  /** For a Wireshark export: takes the Info column of every packet as its message. */
  readonly infoAsMessage?: boolean | undefined;
  /** Called with the number of rows read, and of all rows. */
  readonly progress?: ((rows: number, of: number) => void) | undefined;
}
