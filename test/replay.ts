import assert from 'node:assert/strict';

import { rulesVersion } from '#chat/composition/create-chat.ts';
import type { Draft } from '#chat/event.ts';
import { Hub } from '#chat/hub/hub.ts';
import { UnansweredDrafts } from '#chat/hub/requests/unanswered-drafts.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';
import { judgeStoreDeliver } from '#chat/order/judge-store-deliver.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import type { Store } from '#chat/ports.ts';

import { replayBus } from './properties-scene.ts';
import { createTestClock } from './test-clock.ts';

/** Replays a log, up to `upto`, into a store; gives the world that was lived. */
export async function replay(
  store: Store,
  log: readonly Draft[],
  batches: readonly number[],
  upto: number = log.length,
): Promise<LiveWorld> {
  const world = new LiveWorld(store);
  const fail = (error: unknown): never => assert.fail(String(error));
  const clock = createTestClock();
  const drafts = new UnansweredDrafts('replay');
  const hub = new Hub({
    shown: world.seq,
    store,
    drafts,
    clock,
    close: fail,
    report: fail,
    onBug: fail,
  });
  const line = judgeStoreDeliver({ store, world, hub, rules: rulesVersion, onBug: fail });
  const judged: typeof line = async (...batch) => {
    await line(...batch);
    assertSame(hub.roster, world);
  };
  await replayBus(log.slice(0, upto), batches).follow(world.seq, judged, new AbortController().signal);
  return world;
}

/** At a batch's end, the roster is what the world knows. */
function assertSame(roster: Roster, world: LiveWorld): void {
  const users = [...world.users.values()].sort((one, other) => one.id - other.id);
  const online = [...roster.online(Infinity)].sort((one, other) => one.id - other.id);
  const people = users.map(({ ref, away }) => (away === '' ? ref : { ...ref, away }));
  assert.deepEqual(online, people);
  for (const room of new Set(users.flatMap(({ rooms }) => rooms.map(({ id }) => id)))) {
    const ids = new Set(users.filter(({ rooms }) => rooms.some(({ id }) => id === room)).map(({ id }) => id));
    const here = people.filter(({ id }) => ids.has(id));
    assert.deepEqual(roster.of(room), here);
  }
}
