import type { Bus } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  draftOf,
  draftsIn,
  draftsOf,
  followFrom,
  idOf,
  nextTurn,
  publishAll,
  publishBundle,
} from './follower.suite.ts';

/** What a bus does not do, by the title of the test, with the reason. */
export type Skips = Readonly<Record<string, string>>;

/** The contract of `Bus`. `make` gives a new order, seen by one node, each time. */
export function busSuite(name: string, make: () => Bus, skips: Skips = {}): void {
  const rule = (title: string, run: (bus: Bus) => Promise<void>): void => {
    const skip = skips[title] ?? false;
    test(title, { skip }, () => run(make()));
  };

  describe(`${name} is a bus`, () => {
    rule('hands over all that was published, at rising places', async (bus) => {
      const follower = followFrom(bus, 0);
      const drafts = draftsOf(40);
      const taken = await publishAll(bus, drafts);
      await follower.reached(taken.size);
      await follower.leave();
      assert.deepEqual(new Set(follower.drafts.map(idOf)), taken);
      follower.assertRising(0);
    });

    rule('continues from the given place', async (bus) => {
      const first = followFrom(bus, 0);
      await first.saw(await publishAll(bus, draftsOf(20)));
      await first.leave();
      const second = followFrom(bus, first.last);
      await second.saw(await publishAll(bus, draftsOf(20, 21)));
      await second.leave();
      second.assertRising(first.last);
    });

    rule('keeps the order in which one session published', async (bus) => {
      const follower = followFrom(bus, 0);
      const drafts = draftsOf(60);
      const sure = new Set<number>();
      const fates = drafts.map(async (draft) => {
        try {
          await bus.publish([draft]);
          sure.add(draft.nth);
        } catch {
          // Rejected drafts, and drafts that may be published again, have no place to check.
        }
      });
      await Promise.all(fates);
      await follower.saw(sure);
      await follower.leave();
      const firsts = [...new Set(follower.drafts.map(idOf))].filter((nth) => sure.has(nth));
      assert.deepEqual(
        firsts,
        [...firsts].sort((one, other) => one - other),
      );
    });

    rule('hands over a bundle as it was published, and never a part of it', async (bus) => {
      const follower = followFrom(bus, 0);
      const bundles = [draftsOf(3), draftsOf(1, 4), draftsOf(5, 5), draftsOf(2, 10)];
      for (const bundle of bundles) if (await publishBundle(bus, bundle)) await follower.saw(new Set(bundle.map(idOf)));
      await follower.leave();
      const known = new Set(bundles.map((bundle) => bundle.map(idOf).join(' ')));
      const handed = follower.batches.flat().map(({ drafts }) => drafts.map(idOf).join(' '));
      assert.deepEqual(new Set(handed).difference(known), new Set());
    });

    rule('takes what one turn publishes as one batch', async (bus) => {
      const follower = followFrom(bus, 0);
      for (const draft of draftsOf(5)) void bus.publish([draft]);
      await Promise.resolve();
      for (const draft of draftsOf(5, 6)) void bus.publish([draft]);
      await follower.reached(10);
      await follower.leave();
      assert.deepEqual(
        follower.batches.map((batch) => draftsIn(batch)),
        [10],
      );
    });

    rule('hands over at most 4096 at a time', async (bus) => {
      const follower = followFrom(bus, 0);
      await follower.saw(await publishAll(bus, draftsOf(9000)));
      await follower.leave();
      assert.ok(follower.batches.every((batch) => draftsIn(batch) > 0 && draftsIn(batch) <= 4096));
      follower.assertRising(0);
    });

    rule('lets the next batch grow while one is applied', async (bus) => {
      const gate = Promise.withResolvers<void>();
      const follower = followFrom(bus, 0, () => gate.promise);
      await follower.saw(await publishAll(bus, draftsOf(1)));
      const later = draftsOf(30, 2);
      const taken = publishAll(bus, later);
      for (let turn = 0; turn < 30; turn++) await nextTurn();
      assert.equal(follower.batches.length, 1, 'a batch was handed over while another was applied');
      gate.resolve();
      await follower.saw(await taken);
      await follower.leave();
      follower.assertRising(0);
    });

    rule('never has two batches at the same time', async (bus) => {
      let [underWay, most] = [0, 0];
      const follower = followFrom(bus, 0, async () => {
        most = Math.max(most, ++underWay);
        await nextTurn();
        underWay--;
      });
      const taken = new Set<number>();
      for (const draft of draftsOf(50)) {
        for (const nth of await publishAll(bus, [draft])) taken.add(nth);
      }
      await follower.saw(taken);
      await follower.leave();
      assert.equal(most, 1);
    });

    rule('resolves when it is aborted, and hands over nothing more', async (bus) => {
      const follower = followFrom(bus, 0);
      await follower.leave();
      void Promise.resolve(bus.publish([draftOf(1)])).catch(() => undefined);
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      assert.deepEqual(follower.batches, []);
    });

    rule('resolves at once when it was aborted before', async (bus) => {
      const left = new AbortController();
      left.abort();
      await bus.follow(0, () => undefined, left.signal);
    });

    rule('waits for the batch under way when it is aborted', async (bus) => {
      const gate = Promise.withResolvers<void>();
      const follower = followFrom(bus, 0, () => gate.promise);
      await follower.saw(await publishAll(bus, draftsOf(1)));
      let left = false;
      const leaving = follower.leave().then(() => (left = true));
      for (let turn = 0; turn < 5; turn++) await nextTurn();
      assert.equal(left, false, 'it resolved before the batch was applied');
      gate.resolve();
      await leaving;
      assert.equal(follower.batches.length, 1);
    });

    const failures = {
      'rejects when apply throws': () => {
        throw new Error('the disk fails');
      },
      'rejects when apply rejects': () => Promise.reject(new Error('the disk fails')),
    };
    for (const [title, fail] of Object.entries(failures)) {
      rule(title, async (bus) => {
        let calls = 0;
        const failing = (): Promise<void> | undefined => {
          calls++;
          return fail();
        };
        const finished = bus.follow(0, failing, new AbortController().signal);
        const outcome = assert.rejects(finished, /the disk fails/);
        await publishAll(bus, draftsOf(20));
        await outcome;
        for (const draft of draftsOf(3, 21)) void Promise.resolve(bus.publish([draft])).catch(() => undefined);
        for (let turn = 0; turn < 5; turn++) await nextTurn();
        assert.equal(calls, 1, 'it went on after a batch that failed');
      });
    }
  });
}
