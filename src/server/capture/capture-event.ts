import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';

/** Where links are captured: one listener and one transport. */
export interface Place {
  /** The listener's name. */
  readonly name: string;
  readonly dialect: string;
  readonly url: string;
  /** For people: TCP, QUIC. */
  readonly transport: string;
}

/** What is known about a link when its capture begins. */
export interface LinkFacts {
  readonly id: number;
  /** The number of its `Place`. */
  readonly place: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** The name of its user, if it has logged in. */
  readonly user: string | undefined;
  /** It was open before the capture began. */
  readonly joined: boolean;
  /** Its stream number, if its connection has several streams. */
  readonly stream: number | undefined;
}

/** Bytes `from` up to and without `to` of a chunk. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What happens on a link. `time`: ns since 1970. */
export type CaptureEvent =
  | { readonly kind: 'opened'; readonly time: bigint; readonly facts: LinkFacts }
  | {
      readonly kind: 'bytes';
      readonly time: bigint;
      readonly id: number;
      readonly side: Side;
      /** Passwords are masked. */
      readonly bytes: Uint8Array;
      readonly masked: readonly Range[];
    }
  | {
      readonly kind: 'ended';
      readonly time: bigint;
      readonly id: number;
      readonly side: Side;
      readonly how: 'fin' | 'reset';
    }
  /** The link is closed, with or without an orderly end. */
  | { readonly kind: 'closed'; readonly time: bigint; readonly id: number }
  /** The link's user has logged in, or has another name from now on. */
  | { readonly kind: 'named'; readonly time: bigint; readonly id: number; readonly user: string }
  /** Events of it were lost before the next one. */
  | { readonly kind: 'gap'; readonly time: bigint; readonly id: number };
