import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';

/** Where links are captured: one listener by one transport. */
export interface Place {
  /** The listener's name. */
  readonly name: string;
  readonly dialect: string;
  /** Its URL. */
  readonly url: string;
  /** For people: TCP, QUIC. */
  readonly transport: string;
}

/** What is known of a link when its capture begins. */
export interface LinkFacts {
  readonly id: number;
  /** The number of the place it comes from. */
  readonly place: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Who speaks on it, if that is known by then. */
  readonly user: string | undefined;
  /** It was open before the capture began. */
  readonly joined: boolean;
  /** Its number, where it is one of several of a connection. */
  readonly stream: number | undefined;
}

/** Bytes of a chunk, from one to before the other. */
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
  /** Nothing more comes of it, whether or not it has ended. */
  | { readonly kind: 'closed'; readonly time: bigint; readonly id: number }
  /** It is known who speaks on it, or that it is somebody else from now on. */
  | { readonly kind: 'named'; readonly time: bigint; readonly id: number; readonly user: string }
  /** Events of it were lost before the next one. */
  | { readonly kind: 'gap'; readonly time: bigint; readonly id: number };
