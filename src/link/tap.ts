import type { Link } from './link.ts';

/** Whose doing it is, seen from the link. */
export type LinkSide = 'own' | 'peer';

/**
 * Sees what happens on links. The bytes are those that were read or are written, not copies: they do not change
 * afterwards and must not be changed. Called on the way of every message, so it must be quick; it must not throw.
 */
export interface Tap {
  /** A link is there. `link.peer` and `link.local` tell its two ends. */
  opened?(link: Link): void;
  /** What was read, before the reader takes it, each byte once. */
  received(bytes: Uint8Array, link: Link): void;
  /** What was accepted for writing. */
  sent(bytes: Uint8Array, link: Link): void;
  /** One side sends no more (`fin`), or has broken off (`reset`), after which nothing goes either way. */
  ended?(link: Link, side: LinkSide, how: 'fin' | 'reset'): void;
  /** The link is gone and is told of no more. It may not have ended in both directions. */
  closed?(link: Link): void;
}

/** Where a tap is put in and taken out while links are open. Shared by all links of a listener. */
export interface TapPoint {
  tap: Tap | undefined;
}
