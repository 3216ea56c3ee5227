import type { Link } from './link.ts';

/** The side that acted, seen from the link. */
export type LinkSide = 'own' | 'peer';

/**
 * Sees what happens on links. The bytes are those that were read or are written, not copies: they do not change
 * afterwards and must not be changed. Called on the way of every message, so it must be quick; it must not throw.
 */
export interface Tap {
  /** A link was opened. `link.peer` and `link.local` are its two ends. */
  opened?(link: Link): void;
  /** Bytes that were read, before the reader takes them, each byte once. */
  received(bytes: Uint8Array, link: Link): void;
  /** Bytes that were accepted for writing. */
  sent(bytes: Uint8Array, link: Link): void;
  /** One side has ended its direction (`fin`), or has reset the link (`reset`), which ends both. */
  ended?(link: Link, side: LinkSide, how: 'fin' | 'reset'): void;
  /** The link is gone; no further calls for it. It may not have ended in both directions. */
  closed?(link: Link): void;
}

/** Where a tap is put in and taken out while links are open. Shared by all links of a listener. */
export interface TapPoint {
  tap: Tap | undefined;
}
