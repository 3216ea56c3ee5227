import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { longestWriting, writesAtOnce, writingTime } from './deliveries.ts';
import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { HandTurns } from '#chat/hub/turns/hand-turns.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';

const hearers = 200;

/** Writing to its peer takes time. */
class SlowEar extends Ear {
  onSend: () => void = () => {};

  override send(frames: Parameters<Ear['send']>[0]): void {
    assert.ok(!this.over, 'something was sent to a session that is over');
    super.send(frames);
    this.onSend();
  }
}

interface Scene {
  readonly hand: HandChat;
  readonly turns: HandTurns;
  readonly speaker: { readonly ear: Ear; readonly seat: Seat<string> };
  readonly crowd: readonly { readonly ear: SlowEar; readonly seat: Seat<string> }[];
}

/** A room with many hearers. `each`: how long a write takes, in ms. */
async function fullRoom(each: number, writesAtOnce = 1): Promise<Scene> {
  const turns = new HandTurns();
  const hand = await openHandChat(undefined, { loop: turns, writesAtOnce });
  const speaker = await hand.come('speaker', '#a');
  const crowd = Array.from({ length: hearers }, () => {
    const ear = new SlowEar();
    return { ear, seat: hand.chat.open(ear) };
  });
  for (const [nth, { seat }] of crowd.entries())
    hand.ask(seat, 'come', { kind: 'came', as: { guest: `u${nth}` } }, '#a');
  await hand.bus.deliver();
  for (const { ear } of crowd) {
    ear.hear();
    ear.onSend = () => (hand.clock.time += each);
  }
  speaker.ear.hear();
  return { hand, turns, speaker, crowd };
}

const told = ({ crowd }: Scene): number => crowd.filter(({ ear }) => ear.sends.length > 0).length;

describe('a batch that many hear', () => {
  test('is written in several turns, and until all is written nothing else is handed to anybody', async () => {
    const scene = await fullRoom(0.1);
    const { hand, turns, speaker, crowd } = scene;
    const { clock } = hand;
    const last = crowd.at(-1);
    assert.ok(last);
    hand.say(speaker.seat, 'hello', '#a');
    const before = hand.chat.cursor().seq;
    let [began, longest, pieces] = [clock.time, 0, 0];
    let isDone = false;
    void hand.bus.deliver().then(() => (isDone = true));
    hand.chat.say(last.seat, () => new TextEncoder().encode('pong|'));
    hand.say(speaker.seat, 'again', '#a');
    for (;;) {
      longest = Math.max(longest, clock.time - began);
      pieces++;
      if (told(scene) === hearers) break;
      assert.equal(hand.chat.cursor().seq, before);
      assert.equal(isDone, false);
      began = clock.time;
      await turns.turn();
      assert.equal(hand.bus.published.length, 1);
    }
    assert.equal(pieces, 4);
    assert.ok(longest >= writingTime && longest < writingTime + 1, `a turn took ${longest} ms`);
    await turns.turn();
    assert.equal(isDone, true);
    assert.equal(hand.chat.cursor().seq, before + 1);
    assert.deepEqual(new Set(crowd.slice(0, -1).map(({ ear }) => ear.hear())), new Set(['204 speaker: hello|']));
    assert.equal(last.ear.hear(), '204 speaker: hello|pong|');
  });

  test('is written at once where that takes little time', async () => {
    const scene = await fullRoom(0.01);
    scene.turns.left = 4;
    scene.hand.say(scene.speaker.seat, 'hello', '#a');
    await scene.hand.bus.deliver();
    assert.equal(told(scene), hearers);
  });

  test('is written to some in each turn, however little other work leaves of it', async () => {
    const scene = await fullRoom(0.01, 128);
    scene.turns.left = 0;
    scene.hand.say(scene.speaker.seat, 'hello', '#a');
    void scene.hand.bus.deliver();
    // The speaker was answered first.
    assert.equal(told(scene), 128 - 1);
    await scene.turns.turn();
    assert.equal(told(scene), hearers);
  });

  test('is written to fewer in a turn where each write takes long', async () => {
    const scene = await fullRoom(longestWriting / 100, writesAtOnce);
    scene.hand.say(scene.speaker.seat, 'hello', '#a');
    void scene.hand.bus.deliver();
    // The clock is looked at after each 64, and the speaker was answered first.
    assert.equal(told(scene), 128 - 1);
    await scene.turns.turn();
    assert.equal(told(scene), hearers);
  });

  test('is still delivered whole to a session that leaves meanwhile', async () => {
    const scene = await fullRoom(0.1);
    const { hand, turns, speaker, crowd } = scene;
    hand.say(speaker.seat, 'hello', '#a');
    void hand.bus.deliver();
    const leaving = crowd.slice(-2);
    for (const { seat } of leaving) hand.chat.close(seat);
    while (told(scene) < hearers) await turns.turn();
    let isDone = false;
    void hand.bus.deliver().then(() => (isDone = true));
    while (!isDone) await turns.turn();
    for (const { ear } of leaving) assert.equal(ear.over, true);
    assert.deepEqual(
      leaving.map(({ ear }) => ear.hear()),
      ['204 speaker: hello|', '204 speaker: hello|205 u198 went|'],
    );
  });

  test('is not written any further when the node must stop', async () => {
    const scene = await fullRoom(0.1);
    scene.hand.say(scene.speaker.seat, 'hello', '#a');
    const delivered = scene.hand.bus.deliver();
    const before = told(scene);
    scene.hand.chat.abandon();
    await scene.turns.turn();
    await delivered;
    assert.equal(told(scene), before);
    assert.deepEqual(scene.hand.bugs, []);
  });

  test('is not told to sessions that were over before all of it was written', async () => {
    const { hand, turns } = await fullRoom(0.1);
    void hand.chat.command({ kind: 'kicked', user: 'u0' });
    hand.ask(hand.chat.open(new Ear()), 'come', { kind: 'came', as: { guest: 'last' } }, '#a');
    const delivered = hand.bus.deliver();
    hand.chat.abandon();
    await turns.turn();
    await delivered;
    assert.deepEqual([hand.bugs, hand.bus.published], [[], []]);
  });
});

describe('what a session has heard', () => {
  async function done(delivered: Promise<void>, turns: HandTurns): Promise<void> {
    let isDone = false;
    void delivered.then(() => (isDone = true));
    while (!isDone) await turns.turn();
  }

  /** In addition an account, which hears the room last. */
  async function withAnna(): Promise<Scene & { readonly anna: Seat<string> }> {
    const scene = await fullRoom(0.1);
    const { hand, turns } = scene;
    await hand.register('anna');
    const anna = hand.chat.open(new Ear());
    const account = hand.chat.accountNamed('anna');
    assert.ok(account);
    hand.ask(anna, 'come', { kind: 'came', as: { account: account.id, version: account.version } }, '#a');
    await done(hand.bus.deliver(), turns);
    return { ...scene, anna };
  }

  test('is in its departure, if it ends while the others are written to', async () => {
    const { hand, turns, speaker, anna } = await withAnna();
    hand.say(speaker.seat, 'psst', 'anna');
    hand.say(speaker.seat, 'hello', '#a');
    const delivered = hand.bus.deliver();
    const { seq } = hand.chat.cursor();
    hand.chat.close(anna);
    const [went] = hand.bus.published;
    assert.ok(went?.event.kind === 'went');
    assert.deepEqual([went.event.delivered, went.event.heard?.upto], [seq + 2, seq + 2]);
    await done(delivered, turns);
  });

  test('is not reported before it was written to all', async () => {
    const { hand, turns, speaker, anna } = await withAnna();
    hand.say(speaker.seat, 'hello', '#a');
    await done(hand.bus.deliver(), turns);
    hand.say(speaker.seat, 'again', '#a');
    const delivered = hand.bus.deliver();
    hand.clock.ring();
    assert.equal(hand.bus.published.length, 0);
    await done(delivered, turns);
    const { seq } = hand.chat.cursor();
    assert.deepEqual(
      hand.bus.published.map(({ event }) => event.kind === 'heard' && event.upto),
      [seq],
    );
    assert.equal(anna.state, 'open');
  });
});
