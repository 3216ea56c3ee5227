import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { Link, Reader } from './link.ts';
import type { MakePair, Pair } from './link-pair.suite.ts';
import type { LinkOptions } from './link-options.ts';
import { Recording } from './recording-reader.suite.ts';

export const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** Waits long enough for a link to do what it must not do. */
export const turns = async (): Promise<void> => {
  for (let left = 20; left > 0; left -= 1) await turn();
};

export const paired = async (t: TestContext, makePair: MakePair, options: LinkOptions = {}): Promise<Pair> => {
  const pair = await makePair(options);
  t.after(() => pair.close());
  return pair;
};

/** Takes as many bytes as the list says each time, and goes on inside `take` or a turn later. */
const nibbling = (link: Link, sizes: readonly number[], inside: boolean, into: Recording): Reader => {
  let next = 0;
  let depth = 0;
  const take = (chunk: Uint8Array): number => {
    depth += 1;
    assert.equal(depth, 1, 'take is never called inside take');
    const size = Math.min(chunk.length, sizes[next++ % sizes.length] ?? 1);
    into.take(chunk.subarray(0, size));
    if (inside) link.resume();
    else setImmediate(() => link.resume());
    depth -= 1;
    return size;
  };
  return { take, ended: (how) => into.ended(how) };
};

/** The reading half: order, rests, ends. */
export const readingSuite = (makePair: MakePair): void => {
  test('bytes arrive in order, however they are written and taken', async () => {
    const writes = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 5 });
    const run = async (chunks: Uint8Array[], takes: number[], inside: boolean): Promise<void> => {
      const { near, far, close } = await makePair();
      const heard = new Recording();
      near.read(new Recording());
      far.read(nibbling(far, takes, inside, heard));
      for (const chunk of chunks) near.write(chunk);
      near.end();
      assert.equal(await heard.end(), 'ended');
      assert.deepEqual(Buffer.from(heard.bytes), Buffer.concat(chunks));
      await close();
    };
    await fc.assert(fc.asyncProperty(writes, sizes, fc.boolean(), run), { numRuns: 40 });
  });

  test('nothing is read before `read`, and a link is read once', async (t) => {
    let received = 0;
    const tap = { received: (bytes: Uint8Array) => void (received += bytes.length), sent: () => {} };
    const { near, far } = await paired(t, makePair, { tap });
    near.write(bytesOf('early'));
    await turns();
    assert.equal(received, 0);
    const heard = new Recording();
    far.read(heard);
    await heard.until(() => heard.text === 'early');
    assert.equal(received, 5);
    assert.throws(() => far.read(heard));
  });

  test('a rest is kept, and handed over again as one chunk after `resume`', async (t) => {
    const { near, far } = await paired(t, makePair);
    const offered: string[] = [];
    const heard = new Recording();
    const take = (chunk: Uint8Array): number => {
      offered.push(Buffer.from(chunk).toString());
      heard.take(chunk.subarray(0, 2));
      return 2;
    };
    far.read({ take, ended: (how) => heard.ended(how) });
    near.write(bytesOf('abcde'));
    await heard.until(() => heard.text === 'ab');
    near.write(bytesOf('fg'));
    await turns();
    assert.deepEqual(offered, ['abcde']);
    far.resume();
    far.resume();
    near.end();
    assert.equal(await heard.end(), 'ended');
    assert.deepEqual(offered, ['abcde', 'cde', 'e', 'fg']);
  });

  test('what was written before the end is taken before the end is told', async (t) => {
    const { near, far } = await paired(t, makePair);
    const heard = new Recording(true);
    far.read(heard);
    near.write(bytesOf('last words'));
    near.end();
    await heard.until(() => heard.offers === 1);
    await turns();
    assert.deepEqual(heard.ends, []);
    heard.holding = false;
    far.resume();
    assert.equal(await heard.end(), 'ended');
    assert.equal(heard.text, 'last words');
  });

  test('what was received before a reset is taken before the reset is told', async (t) => {
    const { near, far } = await paired(t, makePair);
    const [gone, heard] = [new Recording(), new Recording(true)];
    near.read(gone);
    far.read(heard);
    near.write(bytesOf('last words'));
    await heard.until(() => heard.offers === 1);
    near.abort();
    assert.equal(await gone.end(), 'closed');
    await turns();
    assert.deepEqual(heard.ends, []);
    heard.holding = false;
    far.resume();
    assert.equal(await heard.end(), 'reset');
    assert.equal(heard.text, 'last words');
  });

  test('after an abort inside `take` nothing is handed over any more', async (t) => {
    const { near, far } = await paired(t, makePair);
    const [peer, heard] = [new Recording(), new Recording()];
    near.read(peer);
    const take = (chunk: Uint8Array): number => {
      heard.take(chunk);
      far.abort();
      far.resume();
      return 1;
    };
    far.read({ take, ended: (how) => heard.ended(how) });
    near.write(bytesOf('abc'));
    near.write(bytesOf('def'));
    assert.equal(await heard.end(), 'closed');
    assert.equal(await peer.end(), 'reset');
    await turns();
    assert.equal(heard.offers, 1);
    assert.deepEqual(heard.ends, ['closed']);
  });

  test('an abort drops a rest whose peer has closed already', async (t) => {
    const { near, far } = await paired(t, makePair);
    const heard = new Recording(true);
    far.read(heard);
    far.end();
    near.write(bytesOf('never taken'));
    near.end();
    await heard.until(() => heard.offers === 1);
    await turns();
    far.abort();
    assert.deepEqual(heard.ends, []);
    assert.equal(await heard.end(), 'closed');
    assert.equal(heard.text, '');
  });

  test('an error thrown by a reader is reported, and ends only its link', async (t) => {
    const reported: unknown[] = [];
    const onError = (error: unknown, link: Link): void => void reported.push(error, link);
    const { near, far } = await paired(t, makePair, { onError });
    const others = await paired(t, makePair, { onError });
    const [peer, other] = [new Recording(), new Recording()];
    const bug = new Error('bug');
    const reader = new Recording();
    near.read(peer);
    others.far.read(other);
    far.read({
      take: () => {
        throw bug;
      },
      ended: (how) => reader.ended(how),
    });
    near.write(bytesOf('x'));
    assert.equal(await reader.end(), 'closed');
    assert.equal(await peer.end(), 'reset');
    assert.deepEqual(reported, [bug, far]);
    others.near.write(bytesOf('well'));
    await other.until(() => other.text === 'well');
  });
};
