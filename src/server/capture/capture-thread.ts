import type { AddressChoice } from './shown-addresses.ts';
import type { Batch } from './event-batch.ts';
import type { Place } from './capture-event.ts';
import type { KeptSession } from './recent-events.ts';

/** What the thread that writes captures is told. */
export type ToThread =
  | { readonly kind: 'place'; readonly number: number; readonly place: Place }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'ask'; readonly ask: number; readonly request: CaptureRequest };

/** What it is asked, each answered once. */
export type CaptureRequest =
  | { readonly kind: 'start'; readonly wish: FileWish }
  | { readonly kind: 'stop' }
  | { readonly kind: 'status' }
  /** Keeps the last events in memory, up to so many bytes. */
  | { readonly kind: 'keep'; readonly bytes: number }
  | { readonly kind: 'sessions' }
  | {
      readonly kind: 'export';
      readonly sessions: readonly number[];
      readonly addresses: AddressChoice;
      readonly program: string;
    };

/** What it says. */
export type FromThread =
  /** A batch of that weight is written. */
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

/** A file that is wanted. */
export interface FileWish {
  /** Its absolute path. */
  readonly file: string;
  /** Bytes at which the capture ends. */
  readonly limit: number;
  /** Of the listeners of these dialects alone. */
  readonly dialects: readonly string[] | undefined;
  readonly addresses: AddressChoice;
  /** The data directory, whose disk is not filled. */
  readonly data: string | undefined;
  /** Name and version of this program. */
  readonly program: string;
}

/** What a capture has written so far. */
export interface Written {
  readonly file: string;
  readonly bytes: number;
  readonly limit: number;
  /** Events that were too many to be captured. */
  readonly lost: number;
}
