import { type Bus, PublishUnknown } from '#chat/ports.ts';
import assert from 'node:assert/strict';

import type { Draft, Ordered, Seq } from '#chat/event.ts';

/** A follower that notes what it is handed. */
export function followFrom(bus: Bus, after: Seq, apply?: () => Promise<void> | undefined): Follower {
  const batches: (readonly Ordered[])[] = [];
  const leaving = new AbortController();
  let wake = (): void => {};
  const finished = bus.follow(
    after,
    (batch) => {
      batches.push(batch);
      wake();
      return apply?.();
    },
    leaving.signal,
  );
  const seen = (): readonly Ordered[] => batches.flat();
  async function until(enough: () => boolean): Promise<void> {
    while (!enough()) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), finished]);
  }
  return {
    batches,
    get drafts() {
      return seen().map(({ draft }) => draft);
    },
    reached: (count) => until(() => new Set(seen().map(({ draft }) => draft.nth)).size >= count),
    saw: (nths) => until(() => nths.isSubsetOf(new Set(seen().map(({ draft }) => draft.nth)))),
    leave() {
      leaving.abort();
      return finished;
    },
    get last() {
      return Math.max(after, ...seen().map(({ seq }) => seq));
    },
    assertUnbroken(from) {
      let last = from;
      for (const { seq } of seen()) {
        assert.ok(seq > from && seq <= last + 1, `${seq} came after ${last}`);
        last = Math.max(last, seq);
      }
    },
  };
}

/** Somebody who follows a bus under test, and notes what it is handed. */
export interface Follower {
  readonly batches: readonly (readonly Ordered[])[];
  readonly drafts: readonly Draft[];
  /** Resolves when so many different drafts have come. */
  reached(count: number): Promise<void>;
  saw(nths: ReadonlySet<number>): Promise<void>;
  leave(): Promise<void>;
  /** The highest seq so far. */
  readonly last: Seq;
  /** Seqs rise by one, but for what was handed over again. */
  assertUnbroken(from: Seq): void;
}

/** Publishes until the fate of all is known; gives the numbers of those that were taken. */
export async function publishAll(bus: Bus, drafts: readonly Draft[]): Promise<Set<number>> {
  const taken = new Set<number>();
  const one = async (draft: Draft): Promise<void> => {
    try {
      await bus.publish(draft);
      taken.add(draft.nth);
    } catch (error) {
      if (error instanceof PublishUnknown) await one(draft);
    }
  };
  await Promise.all(drafts.map(one));
  return taken;
}

export const idOf = (draft: Draft): number => draft.nth;

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const draftOf = (nth: number): Draft => ({
  run: 'suite',
  nth,
  settledUpto: 0,
  session: 1,
  at: 0,
  event: { kind: 'message', text: `${nth}` },
});

export const draftsOf = (count: number, from = 1): readonly Draft[] =>
  Array.from({ length: count }, (_, index) => draftOf(from + index));
