import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { Recording } from '#link/recording-reader.suite.ts';

import { Channel } from './channel.ts';
import { ack, encode } from './codec.ts';
import { gap, lastTimeout, maxQueued, type Piece, pushTimeout, Pushes } from './pushes.ts';

interface Scene {
  readonly clock: TestClock;
  readonly pushes: Pushes;
  readonly peer: Link;
  readonly heard: Recording;
  failures: number;
  /** What was heard, without the blanks between. */
  words(): string;
  /** Lets everything happen that waits for nothing but its turn. */
  settle(): Promise<void>;
}

function open(seal: (text: Uint8Array) => Promise<Uint8Array> = async (text) => text): Scene {
  const clock = createTestClock();
  const [ours, peer] = pipe({ after: clock.after });
  const heard = new Recording();
  peer.read(heard);
  const pushes = new Pushes({ clock, seal, failed: () => scene.failures++ });
  const scene: Scene = {
    clock,
    pushes,
    peer,
    heard,
    failures: 0,
    words: () => heard.text.replaceAll(/ +/g, ' '),
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
  pushes.begin(new Channel(ours));
  return scene;
}

const piece = (text: string, kind: Piece['kind'] = 'open'): Piece => ({ kind, bytes: encode(text) });

describe('pushes', () => {
  test('come one after the other, with a gap, and joined', async () => {
    const { clock, pushes, peer, words, settle } = open();
    pushes.add(piece('one'));
    await settle();
    assert.equal(words(), '5 3 ');
    pushes.add(piece('two'));
    pushes.add(piece('three'));
    peer.write(ack(1));
    await settle();
    assert.equal(words(), '5 3 one');
    await clock.pass(gap - 1);
    assert.equal(gap, 20);
    assert.equal(words(), '5 3 one');
    await clock.pass(1);
    await settle();
    assert.equal(words(), '5 3 one5 9 ');
    peer.write(ack(1));
    await settle();
    assert.equal(words(), '5 3 one5 9 two\nthree');
  });

  test('of different kinds are not joined, and texts sealed by other clients never are', async () => {
    const { clock, pushes, peer, words, settle } = open(async (text) => encode(`<${Buffer.from(text).toString()}>`));
    pushes.add(piece('a', 'private'));
    pushes.add(piece('b', 'private'));
    pushes.add(piece('c', 'sealed'));
    pushes.add(piece('d', 'sealed'));
    pushes.add(piece('e'));
    for (let n = 0; n < 4; n++) {
      await settle();
      peer.write(ack(1));
      await settle();
      await clock.pass(gap);
    }
    assert.equal(words(), '4 5 <a\nb>4 1 c4 1 d5 1 e');
  });

  test('continue after one that the client refuses', async () => {
    const { clock, pushes, peer, words, settle } = open();
    pushes.add(piece('one'));
    await settle();
    peer.write(ack(-1));
    await settle();
    await clock.pass(gap);
    pushes.add(piece('two'));
    await settle();
    peer.write(ack(1));
    await settle();
    assert.equal(words(), '5 3 5 3 two');
  });

  test('wait long for their ACK, but from the login on not longer than that', async () => {
    const scene = open();
    const { clock, pushes, peer, heard, settle } = scene;
    pushes.add(piece('one'));
    await settle();
    await clock.pass(10 * pushTimeout);
    peer.write(ack(1));
    await settle();
    pushes.hurry();
    await clock.pass(gap);
    pushes.add(piece('two'));
    await settle();
    await clock.pass(pushTimeout - 1);
    assert.equal(scene.failures, 0);
    await clock.pass(1);
    assert.equal(scene.failures, 1);
    assert.deepEqual(heard.ends, ['ended']);
  });

  test('are limited by the queue', async () => {
    const scene = open();
    for (let n = 0; n < 16; n++) scene.pushes.add(piece('x'.repeat(maxQueued / 16)));
    assert.equal(scene.failures, 0);
    scene.pushes.add(piece('x'));
    assert.equal(scene.failures, 1);
    scene.pushes.add(piece('y'));
    await scene.settle();
    assert.equal(scene.words(), '');
    assert.deepEqual(scene.heard.ends, ['ended']);
  });

  test('that are private count as delivered once they are written; others do not count', async () => {
    const { clock, pushes, peer, settle } = open();
    pushes.add(piece('one'));
    assert.ok(pushes.delivered);
    pushes.add(piece('psst', 'private'));
    assert.equal(pushes.delivered, false);
    let drained = false;
    void pushes.drained().then(() => (drained = true));
    for (let n = 0; n < 2; n++) {
      await settle();
      assert.equal(pushes.delivered, false);
      peer.write(ack(1));
      await settle();
      if (n === 0) await clock.pass(gap);
    }
    assert.ok(pushes.delivered);
    assert.equal(drained, false);
    await clock.pass(gap);
    assert.ok(drained);
    pushes.add(piece('lost', 'private'));
    pushes.finish();
    await clock.pass(lastTimeout);
    assert.equal(pushes.delivered, false);
  });

  test('that wait at the end are still sent, within a short time', async () => {
    for (const acknowledges of [true, false]) {
      const { clock, pushes, peer, heard, words, settle } = open();
      pushes.add(piece('why'));
      pushes.finish();
      pushes.add(piece('too late'));
      await settle();
      if (acknowledges) peer.write(ack(1));
      await settle();
      assert.deepEqual(heard.ends, []);
      await clock.pass(acknowledges ? gap : lastTimeout);
      await settle();
      assert.deepEqual(heard.ends, ['ended']);
      assert.equal(words(), acknowledges ? '5 3 why' : '5 3 ');
    }
  });

  test('count with what waits in links, until the client has taken them', async () => {
    const [ours, peer] = pipe();
    const clock = createTestClock();
    let counted = 0;
    const countAbove = (bytes: number): void => void (counted = bytes);
    const pushes = new Pushes({ clock, seal: async (text) => text, failed: () => {} });
    pushes.add(piece('one'));
    pushes.begin(new Channel(Object.assign(ours, { countAbove })));
    assert.equal(counted, 3);
    await new Promise((resolve) => setImmediate(resolve));
    pushes.add(piece('and two'));
    assert.equal(counted, 10);
    peer.read(new Recording());
    peer.write(ack(1));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(counted, 7);
  });

  test('leave no timer behind that would keep a server alive', async () => {
    const { clock, pushes, settle } = open();
    const running = new Set<() => void>();
    const after = clock.after.bind(clock);
    clock.after = (ms, call) => {
      const stop = after(ms, call);
      running.add(stop);
      return () => {
        running.delete(stop);
        stop();
      };
    };
    pushes.hurry();
    pushes.add(piece('why'));
    await settle();
    assert.equal(running.size, 1);
    pushes.finish();
    await clock.pass(lastTimeout);
    assert.equal(running.size, 0);
  });

  test('end with their link', async () => {
    const scene = open();
    scene.peer.end();
    await scene.settle();
    assert.equal(scene.failures, 1);
    await scene.pushes.drained();
  });
});
