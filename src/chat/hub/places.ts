import type { Seq } from '#chat/event.ts';

/** How far this node has delivered. */
export class Places {
  /** The last seq that was delivered. Nothing later may be shown, whatever the store holds by then. */
  shown: Seq;
  /** The last seq up to which everybody who is not behind was written everything: what a cursor may count. */
  complete: Seq;

  constructor(shown: Seq) {
    this.shown = shown;
    this.complete = shown;
  }
}
