import { type Bundle, type Bus, type BusPlace, PublishUnknown } from '#chat/ports.ts';
import assert from 'node:assert/strict';

import type { Draft } from '#chat/event.ts';

/** A follower that records what it is handed. */
export function followFrom(bus: Bus, after: BusPlace, apply?: () => Promise<void> | undefined): Follower {
  const batches: (readonly Bundle[])[] = [];
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
  const seen = (): readonly Draft[] => batches.flat().flatMap(({ drafts }) => drafts);
  async function until(enough: () => boolean): Promise<void> {
    while (!enough()) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), finished]);
  }
  return {
    batches,
    get drafts() {
      return seen();
    },
    reached: (count) => until(() => new Set(seen().map(idOf)).size >= count),
    saw: (nths) => until(() => nths.isSubsetOf(new Set(seen().map(idOf)))),
    leave() {
      leaving.abort();
      return finished;
    },
    get last() {
      return Math.max(after, ...batches.flat().map(({ place }) => place));
    },
    assertRising(from) {
      const known = new Map<BusPlace, string>();
      let last = from;
      for (const { place, drafts } of batches.flat()) {
        const bundle = drafts.map(idOf).join(' ');
        assert.ok(place > last || known.get(place) === bundle, `${place} came after ${last}`);
        known.set(place, bundle);
        last = Math.max(last, place);
      }
    },
  };
}

/** A follower of a bus under test that records what it is handed. */
export interface Follower {
  readonly batches: readonly (readonly Bundle[])[];
  readonly drafts: readonly Draft[];
  /** Resolves when that many different drafts have come. */
  reached(count: number): Promise<void>;
  saw(nths: ReadonlySet<number>): Promise<void>;
  leave(): Promise<void>;
  /** The highest place so far. */
  readonly last: BusPlace;
  /** Checks that places rise, except for a bundle that is handed over again unchanged. */
  assertRising(from: BusPlace): void;
}

/** Publishes each draft by itself, until all results are known; returns the numbers of those that were taken. */
export async function publishAll(bus: Bus, drafts: readonly Draft[]): Promise<Set<number>> {
  const taken = new Set<number>();
  const one = async (draft: Draft): Promise<void> => {
    if (await publishBundle(bus, [draft])) taken.add(draft.nth);
  };
  await Promise.all(drafts.map(one));
  return taken;
}

/** Publishes a bundle until its result is known; true when it was taken. */
export async function publishBundle(bus: Bus, drafts: readonly Draft[]): Promise<boolean> {
  try {
    await bus.publish(drafts);
    return true;
  } catch (error) {
    return error instanceof PublishUnknown && publishBundle(bus, drafts);
  }
}

export const draftsIn = (batch: readonly Bundle[]): number => batch.reduce((sum, { drafts }) => sum + drafts.length, 0);

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
