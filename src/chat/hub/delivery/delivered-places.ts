import type { Seq } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** The places up to which this node has delivered. */
export class DeliveredPlaces {
  /** The last seq that was delivered. Nothing later may be shown, whatever the store holds by then. */
  shown: Seq;
  /** The last seq up to which every session that is not behind was written everything: a cursor may count this far. */
  complete: Seq;

  constructor(shown: Seq) {
    this.shown = shown;
    this.complete = shown;
  }

  /** Up to where this session, which is not behind, was written everything: a batch to many may not be written to all of them yet. */
  writtenTo({ writtenPlace }: Pick<Seat, 'writtenPlace'>): Seq {
    return Math.max(this.complete, writtenPlace);
  }
}
