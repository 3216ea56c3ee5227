import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { DraftQueue } from './draft-queue.ts';
import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { ClientNetwork, seatQuantum } from '#chat/hub/turns/client-network.ts';
import { leastCost } from '#turns/deficit-round-robin.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import { Seat } from '#chat/hub/seat.ts';

/** A queue and those who ask, by the number of their seat. */
class Scene {
  readonly queue = new DraftQueue();
  #seats = 0;

  seat(network = new ClientNetwork()): Seat<string> {
    return new Seat(++this.#seats, new Ear(), openRules, '', network);
  }

  ask(seat: Seat<string>, cost: number, count = 1): void {
    for (let asked = 0; asked < count; asked++) {
      const posted = new PostedDraft(seat, '', { kind: 'joined' }, undefined, cost);
      posted.cost = cost;
      this.queue.add(posted);
    }
  }

  /** The seats of the next `count` drafts. */
  take(count: number): readonly number[] {
    const taken: number[] = [];
    for (let next = this.queue.next; next && taken.length < count; next = this.queue.next) {
      this.queue.shift(next);
      taken.push(next.seat.id);
    }
    return taken;
  }
}

const countOf = (taken: readonly number[], seat: number): number => taken.filter((each) => each === seat).length;

describe('drafts that wait', () => {
  test('of an address with nothing else waiting are among the next, with any load of others', () => {
    const scene = new Scene();
    const crowd = new ClientNetwork();
    for (let seat = 0; seat < 1000; seat++) scene.ask(scene.seat(crowd), 300, 64);
    scene.take(500);
    const honest = scene.seat();
    scene.ask(honest, 300);
    assert.ok(scene.take(3).includes(honest.id));
  });

  test('of n addresses come once each before any comes twice', () => {
    const scene = new Scene();
    const seats = Array.from({ length: 50 }, () => scene.seat());
    for (const seat of seats) scene.ask(seat, 256, 3);
    assert.equal(new Set(scene.take(50)).size, 50);
    assert.equal(new Set(scene.take(50)).size, 50);
  });

  test('cost every address the same, with any cost of one draft', () => {
    const scene = new Scene();
    const [small, large] = [scene.seat(), scene.seat()];
    scene.ask(small, 256, 1000);
    scene.ask(large, 256 * 16, 1000);
    const taken = scene.take(340);
    const [few, many] = [countOf(taken, large.id), countOf(taken, small.id)];
    assert.ok(Math.abs(many / few - 16) < 2, `${many} and ${few}`);
  });

  test('of the sessions of one address come in turns, and its share is not more for their number', () => {
    const scene = new Scene();
    const crowd = new ClientNetwork();
    const seats = Array.from({ length: 9 }, () => scene.seat(crowd));
    const alone = scene.seat();
    for (const seat of [...seats, alone]) scene.ask(seat, 256, 640);
    const turn = seatQuantum / leastCost;
    const taken = scene.take(2 * 9 * turn);
    assert.equal(countOf(taken, alone.id), 9 * turn);
    for (const { id } of seats) assert.equal(countOf(taken, id), turn);
  });

  test('go along with a session that goes on at another address, and leave nothing at the first', () => {
    const scene = new Scene();
    const [crowd, other] = [new ClientNetwork(), new ClientNetwork()];
    const seats = Array.from({ length: 9 }, () => scene.seat(crowd));
    const moving = scene.seat(crowd);
    for (const seat of [...seats, moving]) scene.ask(seat, 256, 64);
    scene.queue.relocate(moving, () => (moving.network = other));
    const taken = scene.take(100);
    assert.equal(countOf(taken, moving.id), 50);
    assert.equal(other.withDrafts.empty, false);
    // So does a paused one, and one that has none.
    scene.queue.pause(moving);
    scene.queue.relocate(moving, () => (moving.network = crowd));
    assert.ok(other.withDrafts.empty);
    scene.queue.resume(moving);
    assert.equal(countOf(scene.take(10 * 64), moving.id), 14);
    assert.ok(scene.queue.empty && crowd.withDrafts.empty);
    scene.queue.relocate(moving, () => (moving.network = other));
    assert.ok(scene.queue.empty);
  });

  test('of one session keep their order, and wait while the result of one is unknown', () => {
    const scene = new Scene();
    const [one, other] = [scene.seat(), scene.seat()];
    scene.ask(one, 256, 2);
    scene.ask(other, 256, 1);
    const first = scene.queue.next;
    assert.ok(first);
    scene.queue.shift(first);
    assert.equal(first.seat, one);
    scene.queue.pause(one);
    assert.deepEqual(scene.take(5), [other.id]);
    assert.ok(scene.queue.empty);
    scene.queue.resume(one);
    assert.deepEqual(scene.take(5), [one.id]);
  });

  test('that are put back come first of their session', () => {
    const scene = new Scene();
    const seat = scene.seat();
    scene.ask(seat, 1);
    scene.ask(seat, 2);
    const first = scene.queue.next;
    assert.ok(first);
    scene.queue.shift(first);
    scene.queue.pause(seat);
    scene.queue.putBack(first);
    scene.queue.resume(seat);
    assert.equal(scene.queue.next, first);
    assert.deepEqual(scene.take(5), [seat.id, seat.id]);
  });
});
