import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from './link.ts';
import type { MakePair } from './link-pair.suite.ts';
import type { After } from './after.ts';
import { fill } from './outbox/outbox.suite.ts';
import { bytesOf, paired, turns } from './reading.suite.ts';
import { Recording } from './recording-reader.suite.ts';
import type { Tap, TapPoint } from './tap.ts';

/** The writing half: ends and aborts, shared bytes, the tap. */
export const writingSuite = (makePair: MakePair): void => {
  test('each direction ends by itself', async (t) => {
    const { near, far } = await paired(t, makePair);
    const [here, there] = [new Recording(), new Recording()];
    near.read(here);
    far.read(there);
    near.write(bytesOf('question'));
    near.end();
    near.write(bytesOf(' no effect'));
    near.end();
    assert.equal(await there.end(), 'ended');
    assert.equal(there.text, 'question');
    far.write(bytesOf('answer'));
    await here.until(() => here.text === 'answer');
    assert.deepEqual(here.ends, []);
    far.end();
    assert.equal(await here.end(), 'ended');
    near.abort();
    far.abort();
    await turns();
    assert.deepEqual([here.ends, there.ends], [['ended'], ['ended']]);
  });

  test('`end` waits for a peer that does not close, for the grace period', async (t) => {
    const clock: { ms: number; run: () => void; stopped: boolean }[] = [];
    const after: After = (ms, run) => {
      const timer = { ms, run, stopped: false };
      clock.push(timer);
      return () => void (timer.stopped = true);
    };
    const { near, far } = await paired(t, makePair, { grace: 700, after });
    const [here, there] = [new Recording(), new Recording()];
    near.read(here);
    far.read(there);
    near.write(bytesOf('bye'));
    near.end();
    assert.equal(await there.end(), 'ended');
    assert.equal(there.text, 'bye');
    assert.deepEqual(here.ends, []);
    assert.deepEqual(
      clock.map(({ ms, stopped }) => [ms, stopped]),
      [[700, false]],
    );
    clock[0]?.run();
    assert.equal(await here.end(), 'closed');
  });

  test('a peer that closes in time stops the grace period', async (t) => {
    let stop = (): void => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const { near, far } = await paired(t, makePair, { after: () => stop });
    near.read(new Recording());
    const there = new Recording();
    far.read(there);
    near.end();
    await there.end();
    far.end();
    await stopped;
  });

  test('an abort drops what waits and resets the peer; both hear it once', async (t) => {
    const { near, far } = await paired(t, makePair, { outbox: 2 ** 26 });
    const [here, there] = [new Recording(), new Recording(true)];
    near.read(here);
    far.read(there);
    near.write(bytesOf('first'));
    await there.until(() => there.offers === 1);
    fill(near, 2 ** 20);
    const drained = near.drained();
    near.abort();
    near.abort();
    assert.deepEqual(here.ends, [], 'never told inside abort');
    assert.equal(near.queued, 0);
    await drained;
    assert.equal(await here.end(), 'closed');
    there.holding = false;
    far.resume();
    assert.equal(await there.end(), 'reset');
    near.write(bytesOf('no effect'));
    near.end();
    await turns();
    assert.deepEqual([here.ends, there.ends], [['closed'], ['reset']]);
  });

  test('what was handed over is delivered; what was dropped, or written too late, never is', async (t) => {
    const { near, far } = await paired(t, makePair, { outbox: 2 ** 26 });
    const [here, there] = [new Recording(), new Recording()];
    near.read(here);
    far.read(there);
    assert.ok(near.delivered, 'nothing was written');
    near.write(bytesOf('first'));
    await near.drained();
    await there.until(() => there.text === 'first');
    assert.ok(near.delivered);
    there.holding = true;
    fill(near, 2 ** 20);
    assert.ok(!near.delivered);
    near.abort();
    assert.ok(!near.delivered);
    await here.end();
    assert.ok(!near.delivered);
    far.end();
    far.write(bytesOf('too late'));
    assert.ok(!far.delivered);
  });

  test('bytes may be shared: they are not changed, and each link has them', async (t) => {
    const bytes = bytesOf('shared by all');
    const pairs = [await paired(t, makePair), await paired(t, makePair), await paired(t, makePair)];
    for (const { near, far } of pairs) {
      const heard = new Recording();
      far.read(heard);
      near.write(bytes);
      near.write(bytes.subarray(0, 6));
      await heard.until(() => heard.text === 'shared by allshared');
    }
    assert.equal(Buffer.from(bytes).toString(), 'shared by all');
  });

  test('a tap sees each byte once, on its way out and on its way in', async (t) => {
    const seen: [string, Link, string][] = [];
    const note =
      (way: string) =>
      (bytes: Uint8Array, link: Link): void =>
        void seen.push([way, link, Buffer.from(bytes).toString()]);
    const { near, far } = await paired(t, makePair, { tap: { received: note('in'), sent: note('out') } });
    const heard = new Recording(true);
    far.read(heard);
    near.write(bytesOf('abc'));
    await heard.until(() => heard.offers === 1);
    heard.holding = false;
    far.resume();
    assert.equal(heard.text, 'abc');
    near.end();
    near.write(bytesOf('never sent'));
    assert.deepEqual(seen, [
      ['out', near, 'abc'],
      ['in', far, 'abc'],
    ]);
  });

  test('a tap sees links begin and end, and which side ended them', async (t) => {
    const seen = new Map<Link, string[]>();
    const note = (link: Link, what: string): void => {
      seen.set(link, [...(seen.get(link) ?? []), what]);
    };
    const tap: Tap = {
      opened: (link) => note(link, `opened ${link.local === undefined ? 'nowhere' : 'somewhere'}`),
      received: (bytes, link) => note(link, `received ${bytes.length}`),
      sent: (bytes, link) => note(link, `sent ${bytes.length}`),
      ended: (link, side, how) => note(link, `${side} ${how}`),
    };
    const ended = await paired(t, makePair, { tap });
    const [here, there] = [new Recording(), new Recording()];
    ended.near.read(here);
    ended.far.read(there);
    ended.near.write(bytesOf('abc'));
    ended.near.end();
    await there.end();
    ended.far.end();
    await here.end();
    const [near, far] = ['own fin', 'peer fin'];
    assert.deepEqual(seen.get(ended.near), ['opened somewhere', 'sent 3', near, far]);
    assert.deepEqual(seen.get(ended.far), ['opened somewhere', 'received 3', far, near]);
    const broken = await paired(t, makePair, { tap });
    const heard = new Recording();
    broken.near.read(new Recording());
    broken.far.read(heard);
    broken.near.write(bytesOf('a'));
    await heard.until(() => heard.text === 'a');
    broken.near.abort();
    await heard.end();
    assert.deepEqual(seen.get(broken.near)?.slice(2), ['own reset']);
    assert.deepEqual(seen.get(broken.far)?.slice(2), ['peer reset']);
  });

  test('a tap that comes while a link is open sees what comes then', async (t) => {
    const taps: TapPoint = { tap: undefined };
    const { near, far } = await paired(t, makePair, { taps });
    const heard = new Recording();
    far.read(heard);
    near.write(bytesOf('before'));
    await heard.until(() => heard.text === 'before');
    const seen: string[] = [];
    taps.tap = { received: () => {}, sent: (bytes) => void seen.push(Buffer.from(bytes).toString()) };
    near.write(bytesOf(' after'));
    await heard.until(() => heard.text === 'before after');
    taps.tap = undefined;
    near.write(bytesOf('.'));
    await heard.until(() => heard.text === 'before after.');
    assert.deepEqual(seen, [' after']);
  });
};
