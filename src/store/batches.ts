import type { Place, RunRow } from '#chat/ports.ts';
import { isAudited } from '#chat/events/audit.ts';
import type { Effect } from '#chat/effect.ts';
import type { Draft, Seq } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import { writeEntry } from './entry-row.ts';
import { indexRooms } from './room-index.ts';
import { addTimeRange } from './time-ranges.ts';
import { uncount } from './count-said.ts';
import type { Tail } from './tail.ts';
import type { Tables } from './tables.ts';
import { WalBytes } from './wal-bytes.ts';
import { writeEffect } from './writers.ts';

export interface Memory extends Tables {
  readonly tail: Tail;
}

/** The index is written in at least this many parts, if it has as many rooms. */
const leastParts = 64;

/** Writes batches: changes the tables, and the data from them that is kept in memory. */
export class Batches {
  readonly #memory: Memory;
  readonly #indexEvery: number;
  readonly #walBytes = new WalBytes();
  /** Places in the tail when the batch began. */
  #places = 0;
  #erases = false;

  /** `indexEvery`: the index by room is written when the tail has this many entries. */
  constructor(memory: Memory, indexEvery: number) {
    this.#memory = memory;
    this.#indexEvery = indexEvery;
  }

  begin(): void {
    this.#walBytes.begin();
    this.#erases = false;
    this.#places = this.#memory.tail.places;
    this.#memory.on.begin.get();
  }

  write(outcome: Outcome): void {
    const { seq, draft, verdict } = outcome;
    const { on, tail, progress } = this.#memory;
    this.#walBytes.add(outcome);
    const effects = effectsOf(verdict);
    if (effects) for (const effect of effects) this.#apply(draft, seq, effect);
    if (verdict.kind !== 'entry' || !verdict.kept) return;
    writeEntry(on, verdict.entry);
    if (isAudited(verdict.entry)) on.addAudit.get(seq);
    tail.add(verdict.entry, verdict.inboxes);
    progress.advance(verdict.entry, draft.run, draft.nth);
  }

  #apply(draft: Draft, seq: Seq, effect: Effect): void {
    writeEffect(this.#memory, draft, seq, effect);
    if (effect.kind !== 'text') return;
    this.#erases = true;
    if (effect.text === undefined) uncount(this.#memory, effect);
  }

  /** The batch has overwritten a text, and the old text must be erased everywhere. */
  get erases(): boolean {
    return this.#erases;
  }

  /** Returns roughly the number of bytes written. */
  commit(place: Place, runs: readonly RunRow[]): number {
    const { on, cursors, tail, progress } = this.#memory;
    cursors.save(on);
    const indexed = this.#index(place);
    if (indexed || !progress.wouldRestore(place, runs)) progress.save(on, place, runs);
    on.commit.get();
    if (indexed) tail.left();
    return this.#walBytes.count;
  }

  /**
   * A full tail leaves for the index by room: in each batch a few rooms, and as many more as the batch has added, so that no batch
   * takes long, and the tail does not grow. True: now all of it is in the index.
   */
  #index({ seq }: Place): boolean {
    const { on, tail, progress } = this.#memory;
    if (!tail.leaving && tail.size >= this.#indexEvery) {
      tail.leave(seq);
      progress.indexedAtMost = seq;
    }
    const { leaving } = tail;
    if (!leaving) return false;
    const added = tail.places - this.#places;
    // At most a page for each room.
    this.#walBytes.addPages(indexRooms(this.#memory, leaving, added + Math.ceil(this.#indexEvery / leastParts)));
    if (leaving.next < leaving.rooms.length) return false;
    addTimeRange(on, leaving.times, progress.indexed, leaving.upto);
    progress.indexed = leaving.upto;
    return true;
  }
}
