import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { MissedRanges } from './missed-ranges.ts';
import { Outgoing } from '#chat/hub/delivery/outgoing.ts';
import { maxRecent, RecentEntries } from './recent-entries.ts';
import { Seat } from '#chat/hub/seat.ts';
import { GatheredPool } from '#chat/hub/delivery/gathered-items.ts';
import { DeliveredPlaces } from '#chat/hub/delivery/delivered-places.ts';
import { type Reading, readOn } from './missed-entries.ts';
import { openRules } from '#chat/settings/listener-rules.ts';

const fail = (): never => assert.fail();

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An ear whose peer takes nothing until it is told to. */
class StalledEar extends Ear {
  /** Stalls again with each write. */
  stallsAgain = false;
  #drained = Promise.withResolvers<void>();

  override send(frames: Parameters<Ear['send']>[0]): void {
    super.send(frames);
    if (this.stallsAgain) this.stall();
  }

  stall(): void {
    this.outbox.queued = spaceBytes + 1;
    this.outbox.delivered = false;
    this.outbox.drained = () => this.#drained.promise;
  }

  async goOn(): Promise<void> {
    this.outbox.queued = 0;
    this.outbox.delivered = true;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
    await turn();
  }
}

interface Scene {
  readonly hand: HandChat;
  readonly slow: { readonly ear: StalledEar; readonly seat: Seat<string> };
  readonly bob: { readonly ear: Ear; readonly seat: Seat<string> };
}

/** Alice, whose peer stalls from now on, and Bob are in #a. */
async function stalled(ear: StalledEar = new StalledEar()): Promise<Scene> {
  const hand = await openHandChat();
  const { seat } = await hand.come('alice', '#a', ear);
  const bob = await hand.come('bob', '#a');
  ear.hear();
  ear.stall();
  return { hand, slow: { ear, seat }, bob };
}

/** The same, and Alice has been handed the last message before she is behind. */
async function opened(): Promise<Scene> {
  const scene = await stalled();
  scene.hand.say(scene.bob.seat, 'the last one live', '#a');
  await scene.hand.bus.deliver();
  assert.equal(scene.slow.ear.hear(), '5 bob: the last one live|');
  return scene;
}

describe('a session whose peer is slow', () => {
  test('hears what it missed as a guest, and then the mail of the account it has become', async () => {
    const { hand, slow, bob } = await opened();
    await hand.register('carol');
    hand.say(bob.seat, 'for carol', 'carol');
    hand.say(bob.seat, 'missed', '#a');
    const { id, version } = hand.chat.accountNamed('carol') ?? { id: 0, version: 0 };
    hand.ask(slow.seat, 'become', { kind: 'came', as: { account: id, version } }, '#a');
    hand.say(bob.seat, 'live', '#a');
    await hand.bus.deliver();
    assert.equal(slow.ear.hear(), '');
    await slow.ear.goOn();
    await turn();
    assert.equal(slow.ear.hear(), '8 bob: missed|become=9|7 (waited) bob: for carol|10 bob: live|');
  });

  test('hears nothing live, then all that it missed, and is live again once its peer has taken that', async () => {
    const { hand, slow, bob } = await opened();
    for (const words of ['one', 'two', 'three']) {
      hand.say(bob.seat, words, '#a');
      await hand.bus.deliver();
    }
    assert.equal(slow.ear.hear(), '');
    slow.ear.stallsAgain = true;
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 bob: one|7 bob: two|8 bob: three|');
    hand.say(bob.seat, 'four', '#a');
    await hand.bus.deliver();
    assert.equal(slow.ear.hear(), '');
    slow.ear.stallsAgain = false;
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '9 bob: four|');
    hand.say(bob.seat, 'live', '#a');
    await hand.bus.deliver();
    assert.equal(slow.ear.hear(), '10 bob: live|');
  });

  test('hears its rooms as it left and joined them meanwhile', async () => {
    const { hand, slow, bob } = await opened();
    hand.say(bob.seat, 'heard', '#a');
    hand.ask(slow.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(bob.seat, 'not heard', '#a');
    hand.ask(slow.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(bob.seat, 'heard again', '#a');
    await hand.bus.deliver();
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 bob: heard|leave=7|join=9|10 bob: heard again|');
  });

  test('is answered at the place of its request', async () => {
    const { hand, slow, bob } = await opened();
    hand.say(bob.seat, 'one', '#a');
    hand.say(slow.seat, 'mine', '#a');
    hand.say(bob.seat, 'two', '#a');
    await hand.bus.deliver();
    assert.equal(slow.ear.hear(), '');
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 bob: one|mine=7|8 bob: two|');
  });

  test('is one whose own answer is held back, too: what comes after that waits for it', async () => {
    const {
      hand,
      slow: { ear, seat },
      bob,
    } = await stalled();
    hand.chat.say(seat, () => new TextEncoder().encode('pong|'));
    hand.say(bob.seat, 'before', '#a');
    hand.say(seat, 'mine', '#a');
    hand.say(bob.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), '5 bob: before|');
    await ear.goOn();
    assert.equal(ear.hear(), 'pong|mine=6|7 bob: after|');
  });

  test('reads about 64 kB at a time, as they are written', async () => {
    const frame = 10_000;
    const hand = await openHandChat();
    const ear = new StalledEar(() => new Uint8Array(frame));
    await hand.come('alice', '#a', ear);
    const bob = await hand.come('bob', '#a');
    ear.stall();
    for (let n = 0; n <= 50; n++) {
      hand.say(bob.seat, `${n}`, '#a');
      if (n === 0) await hand.bus.deliver();
    }
    await hand.bus.deliver();
    ear.sends.length = 0;
    await ear.goOn();
    for (let turns = 0; turns < 20; turns++) await turn();
    const lengths = ear.sends.map((frames) => frames.reduce((sum, { length }) => sum + length, 0));
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      50 * frame,
    );
    assert.ok(Math.max(...lengths) < spaceBytes + frame, lengths.join(' '));
  });

  test('is told once that more came and went than is remembered', () => {
    const ear = new Ear();
    const seat = new Seat(1, ear, openRules);
    const recent = new RecentEntries();
    recent.begin(0);
    const renamed = { kind: 'renamed', before: 'y' } as const;
    const entry = { id: '', at: 0, from: { id: 9, name: 'x' }, event: renamed };
    for (let seq = 1; seq <= maxRecent + 2; seq++) {
      recent.add({ entry: { ...entry, seq }, rooms: [7], each: false, own: false });
    }
    const behind = new MissedRanges(1, 0);
    behind.hear(7, 0);
    const out = new Outgoing(fail, new GatheredPool());
    const from = {
      recent,
      places: new DeliveredPlaces(maxRecent + 2),
      store: { merged: () => [], member: () => undefined, roomState: () => ({}) },
      personal: { ignorers: { shownTo: (_: number, told: unknown) => told }, heardReports: { told: () => {} } },
      mail: { written: () => {} },
    } as unknown as Reading;
    const delivery = { out, become: fail, mute: fail, represent: fail };
    for (let portion = 0; readOn(from, seat, behind, delivery) === 'more'; portion++) {
      out.flush(0, () => {});
      assert.ok(portion < 100);
    }
    out.flush(0, () => {});
    const heard = ear.hear().split('|');
    assert.deepEqual([heard.length - 1, heard[0], heard[1]], [maxRecent + 1, 'roster', '3 x renamed']);
  });

  test('asks nothing more, and may again when its peer has taken what it was sent', async () => {
    const { hand, slow } = await opened();
    assert.equal(hand.chat.takes(slow.seat), false);
    await slow.ear.goOn();
    assert.equal(slow.ear.resumed, 1);
    assert.equal(hand.chat.takes(slow.seat), true);
  });

  test('hears what was said to it in private, as a guest too', async () => {
    const { hand, slow, bob } = await opened();
    hand.say(bob.seat, 'psst', 'alice');
    hand.say(slow.seat, 'psst yourself', 'bob');
    await hand.bus.deliver();
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 bob: psst|psst yourself=7|');
  });

  test('is told who came and went meanwhile', async () => {
    const { hand, slow, bob } = await opened();
    const carol = await hand.come('carol', '#a');
    hand.say(carol.seat, 'hi', '#a');
    hand.chat.close(carol.seat);
    hand.ask(bob.seat, 'rename', { kind: 'renamed', name: 'bert' });
    await hand.bus.deliver();
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 carol came|7 carol: hi|8 carol went|9 bert renamed|');
  });

  test('moves the delivery cursor of its account by what its peer has taken', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const ear = new StalledEar();
    await hand.come('alice', undefined, ear);
    const bob = await hand.come('bob');
    ear.stall();
    for (const words of ['one', 'two']) {
      hand.say(bob.seat, words, 'alice');
      await hand.bus.deliver();
    }
    hand.clock.ring();
    assert.deepEqual(hand.bus.published, [], 'nothing was taken yet');
    await ear.goOn();
    hand.clock.ring();
    await hand.bus.deliver();
    assert.equal(hand.chat.accountNamed('alice')?.delivered, 7);
  });

  test('is handed everything live where its client polls: its own queue is bounded', async () => {
    const ear = new StalledEar();
    ear.pushes = false;
    const {
      hand,
      slow: { seat },
      bob,
    } = await stalled(ear);
    for (const words of ['one', 'two']) {
      hand.say(bob.seat, words, '#a');
      await hand.bus.deliver();
    }
    assert.equal(ear.hear(), '5 bob: one|6 bob: two|');
    assert.equal(hand.chat.takes(seat), false, 'but its replies hold back its requests');
  });

  test('moves the delivery cursor with each portion that its peer has taken, before all is read', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const ear = new StalledEar(() => new Uint8Array(spaceBytes));
    await hand.come('alice', undefined, ear);
    const bob = await hand.come('bob');
    ear.stallsAgain = true;
    for (let n = 0; n < 9; n++) {
      hand.say(bob.seat, `${n}`, 'alice');
      await hand.bus.deliver();
    }
    const cursor = async (): Promise<number> => {
      for (let portion = 0; portion < 2; portion++) await ear.goOn();
      hand.clock.ring();
      await hand.bus.deliver();
      return hand.chat.accountNamed('alice')?.delivered ?? 0;
    };
    const [none, first, second] = [hand.chat.accountNamed('alice')?.delivered ?? 0, await cursor(), await cursor()];
    assert.ok(none < first && first < second && second < hand.bus.seq - 3, `${none} ${first} ${second}`);
  });

  test('departs after the entries it missed, and its peer is not waited for long', async () => {
    const { hand, slow, bob } = await opened();
    hand.say(bob.seat, 'one', '#a');
    hand.chat.close(slow.seat);
    hand.say(bob.seat, 'behind its going', '#a');
    await hand.bus.deliver();
    assert.equal(slow.ear.over, false);
    await slow.ear.goOn();
    assert.equal(slow.ear.hear(), '6 bob: one|');
    assert.ok(slow.ear.over);
    const other = await opened();
    other.hand.chat.close(other.slow.seat);
    await other.hand.bus.deliver();
    assert.equal(other.slow.ear.over, false);
    other.hand.clock.ring();
    assert.ok(other.slow.ear.over);
  });
});
