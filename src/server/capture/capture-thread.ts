import type { AddressChoice } from './shown-addresses.ts';
import type { Batch } from './event-batch.ts';
import type { Place } from './capture-event.ts';
import type { KeptSession } from './recent-events.ts';

/** Messages to the thread that writes captures. They are not answered. */
export type ToThread =
  | { readonly kind: 'place'; readonly number: number; readonly place: Place }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'ask'; readonly ask: number; readonly request: CaptureRequest };

/** Requests to it. Each gets one answer. */
export type CaptureRequest =
  | { readonly kind: 'start'; readonly request: FileRequest }
  | { readonly kind: 'stop' }
  | { readonly kind: 'status' }
  /** Keeps the most recent events in memory, up to this many bytes. */
  | { readonly kind: 'keep'; readonly bytes: number }
  | { readonly kind: 'sessions' }
  | {
      readonly kind: 'export';
      readonly sessions: readonly number[];
      readonly addresses: AddressChoice;
      readonly program: string;
    };

/** Messages from it. */
export type FromThread =
  /** A batch of this weight was written. */
  | { readonly kind: 'done'; readonly weight: number }
  /** The capture to a file ended by itself. */
  | { readonly kind: 'ended'; readonly why: string; readonly written: Written }
  | { readonly kind: 'answer'; readonly ask: number; readonly answer: CaptureAnswer };

export type CaptureAnswer =
  | { readonly kind: 'written'; readonly written: Written | undefined }
  | { readonly kind: 'sessions'; readonly sessions: readonly KeptSession[] }
  /** A whole pcapng file. */
  | { readonly kind: 'exported'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'refused'; readonly sentence: string; readonly exit: number };

/** A requested capture to a file. */
export interface FileRequest {
  /** Its absolute path. */
  readonly file: string;
  /** The size limit in bytes: the capture ends there. */
  readonly limit: number;
  /** Only listeners of these dialects are captured. */
  readonly dialects: readonly string[] | undefined;
  readonly addresses: AddressChoice;
  /** The data directory: free space is left on its disk. */
  readonly data: string | undefined;
  /** Name and version of this program. */
  readonly program: string;
}

/** What a capture has written so far. */
export interface Written {
  readonly file: string;
  readonly bytes: number;
  readonly limit: number;
  /** Number of events that were lost because too many came at once. */
  readonly lost: number;
}
