import type { Place, RunRow } from '#chat/ports.ts';
import { type Draft, isKept, type Outcome, type Verdict } from '#chat/event.ts';
import type { Cursors } from './cursors.ts';
import type { Progress } from './progress.ts';
import { indexTail } from './room-index.ts';
import type { Statements } from './statements.ts';
import { addStretch } from './stretches.ts';
import type { Tail } from './tail.ts';
import { endRun, weigh, writeAlready, writeEffects, writeEntry } from './writers.ts';

export interface Memory {
  readonly on: Statements;
  readonly cursors: Cursors;
  readonly tail: Tail;
  readonly progress: Progress;
}

/** About what a commit costs in WAL, whatever is in it; and a room put into the index, at worst. */
const page = 4096;

/** The writing side: what a batch does to the tables and to what is kept of them in memory. */
export class Batches {
  readonly #memory: Memory;
  readonly #indexEvery: number;
  #bytes = 0;

  /** `indexEvery`: entries of the tail put into the index by room at a time. */
  constructor(memory: Memory, indexEvery: number) {
    this.#memory = memory;
    this.#indexEvery = indexEvery;
  }

  begin(): void {
    this.#bytes = page;
    this.#memory.on.begin.get();
  }

  write(outcome: Outcome): void {
    const { draft, verdict } = outcome;
    this.#bytes += weigh(verdict);
    if (verdict.kind === 'entry') this.#writeAccepted(draft, verdict);
    else if (verdict.kind === 'already') writeAlready(this.#memory.on, draft, verdict);
    else if (verdict.kind === 'applied') this.#memory.cursors.move(verdict.room, verdict.user, verdict.upto);
  }

  #writeAccepted(draft: Draft, verdict: Verdict & { kind: 'entry' }): void {
    const { on, progress, tail } = this.#memory;
    const { entry } = verdict;
    const { event } = entry;
    if (event.kind === 'began') {
      for (const run of progress.endRunsOf(event.node)) endRun(on, run);
      progress.begin({ id: entry.seq, mark: draft.run, node: event.node, upto: 0, beyond: [] });
    }
    writeEffects(on, draft, verdict);
    if (!isKept(event)) return;
    writeEntry(on, entry);
    tail.add(entry, verdict.inboxes);
    progress.pass(entry, draft.run, draft.nth);
  }

  /** Returns about how many bytes it wrote. */
  commit(place: Place, runs: readonly RunRow[]): number {
    const { on, cursors, tail, progress } = this.#memory;
    cursors.save(on);
    const full = tail.size >= this.#indexEvery;
    if (full) {
      this.#bytes += page * indexTail(on, tail);
      addStretch(on, tail.times, progress.indexed, place.seq);
      progress.indexed = place.seq;
    }
    if (full || !progress.tells(place, runs)) progress.save(on, place, runs);
    on.commit.get();
    if (full) tail.clear();
    return this.#bytes;
  }
}
