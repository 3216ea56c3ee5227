import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { linkSuite, type Pair } from '#link/link.suite.ts';
import type { Link } from '#link/link.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { OutboxBudget } from '#link/outbox/outbox-budget.ts';
import { bytesOf, turns } from '#link/reading.suite.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { connectTcp, listenTcp } from './tcp.ts';

interface Connected {
  readonly accepted: Link;
  readonly connected: Link;
  close(): Promise<void>;
}

const connection = async (options: LinkOptions = {}): Promise<Connected> => {
  const { promise, resolve } = Promise.withResolvers<Link>();
  const listening = await listenTcp({ ...options, port: 0 }, resolve);
  const connected = await connectTcp({ ...options, host: listening.address, port: listening.port });
  const accepted = await promise;
  const close = async (): Promise<void> => {
    accepted.abort();
    connected.abort();
    await listening.close();
  };
  return { accepted, connected, close };
};

const held = async (t: TestContext): Promise<Connected> => {
  const all = await connection({ outbox: 2 ** 20 });
  t.after(() => all.close());
  return all;
};

linkSuite('tcp, from the side that connects', async (options): Promise<Pair> => {
  const { accepted, connected, close } = await connection(options);
  return { near: connected, far: accepted, close };
});

linkSuite('tcp, from the side that accepts', async (options): Promise<Pair> => {
  const { accepted, connected, close } = await connection(options);
  return { near: accepted, far: connected, close };
});

const bothEnd = (...links: readonly Link[]): void => {
  for (const link of links) {
    link.read(new Recording());
    link.end();
  }
};

for (const [how, finish] of [
  ['the peer resets it', (near: Link) => near.abort()],
  ['we abort it, unread', (_near: Link, far: Link) => far.abort()],
  ['both have ended', bothEnd],
] as const) {
  test(`it is told once that an accepted link is over when ${how}`, async (t) => {
    const { promise: over, resolve } = Promise.withResolvers<Link>();
    const { promise: accepted, resolve: accept } = Promise.withResolvers<Link>();
    let times = 0;
    const closed: Link[] = [];
    const tap = { received: () => {}, sent: () => {}, closed: (link: Link) => void closed.push(link) };
    const onOver = (link: Link): void => {
      times++;
      resolve(link);
    };
    const listening = await listenTcp({ port: 0, onOver, tap }, (link) => {
      if (how.startsWith('the peer')) link.read(new Recording());
      accept(link);
    });
    t.after(() => listening.close());
    const near = await connectTcp({ host: listening.address, port: listening.port });
    t.after(() => near.abort());
    const far = await accepted;
    finish(near, far);
    assert.equal(await over, far);
    await turns();
    assert.equal(times, 1);
    assert.deepEqual(closed, [far]);
  });
}

/** Sizes of what is written to a held link. Of the large ones Node reads two and leaves the third to the kernel. */
const cases = [1024, 32 * 1024].flatMap((size) => [0, 1, 2].map((writes) => ({ size, writes })));

for (const { size, writes } of cases) {
  test(`what was received before a reset is taken: 3 × ${size} bytes, ${writes} writes in between`, async (t) => {
    const { accepted, connected } = await held(t);
    const heard = new Recording(true);
    accepted.read(heard);
    const pieces = [1, 2, 3].map((fill) => new Uint8Array(size).fill(fill));
    for (const piece of pieces) {
      connected.write(piece);
      await connected.drained();
      await heard.until(() => heard.offers === 1);
      await turns();
    }
    connected.abort();
    for (let left = writes; left > 0; left -= 1) accepted.write(bytesOf('to nobody'));
    await turns();
    assert.deepEqual(heard.ends, []);
    heard.holding = false;
    accepted.resume();
    assert.equal(await heard.end(), 'reset');
    assert.ok(Buffer.concat(pieces).equals(heard.bytes));
  });
}

test('a link that is not read yet does not notice that its peer disconnects', async (t) => {
  for (const gone of ['accepted', 'connected'] as const) {
    let sent = 0;
    const all = await connection({ tap: { received: () => {}, sent: () => void (sent += 1) } });
    t.after(() => all.close());
    const left = gone === 'accepted' ? all.connected : all.accepted;
    all[gone].abort();
    await turns();
    left.write(bytesOf('to nobody'));
    assert.equal(sent, 1);
  }
});

test('what a peer wrote before it disconnected is received, although we wrote before we read', async (t) => {
  const { accepted, connected } = await held(t);
  connected.write(bytesOf('bye'));
  connected.abort();
  accepted.write(bytesOf('to nobody'));
  const heard = new Recording();
  accepted.read(heard);
  assert.equal(await heard.end(), 'reset');
  assert.equal(heard.text, 'bye');
});

test('the address of the peer is available, also after it has disconnected', async (t) => {
  const { accepted, connected } = await held(t);
  const heard = new Recording();
  accepted.read(heard);
  connected.abort();
  await heard.end();
  assert.equal(accepted.peer.address, '127.0.0.1');
  assert.ok(accepted.peer.port > 0 && connected.peer.port > 0);
});

test('links stay when their listener is closed', async (t) => {
  const { promise, resolve } = Promise.withResolvers<Link>();
  const listening = await listenTcp({ port: 0 }, resolve);
  const connected = await connectTcp({ host: listening.address, port: listening.port });
  const accepted = await promise;
  t.after(() => [accepted.abort(), connected.abort()]);
  await listening.close();
  const heard = new Recording();
  accepted.read(heard);
  connected.write(bytesOf('still here'));
  await heard.until(() => heard.text === 'still here');
  await assert.rejects(connectTcp({ host: listening.address, port: listening.port }), { code: 'ECONNREFUSED' });
});

test('a port in use, and a signal to give up, reject', async (t) => {
  const listening = await listenTcp({ port: 0 }, () => {});
  t.after(() => listening.close());
  await assert.rejects(
    listenTcp({ port: listening.port }, () => {}),
    { code: 'EADDRINUSE' },
  );
  const giveUp = new AbortController();
  const connecting = connectTcp({ host: listening.address, port: listening.port, signal: giveUp.signal });
  giveUp.abort(new Error('enough'));
  await assert.rejects(connecting, { message: 'enough' });
});

test('an error thrown by `onLink` ends only that connection', async (t) => {
  const reported: unknown[] = [];
  const bug = new Error('bug');
  const fail = (): void => {
    throw bug;
  };
  const listening = await listenTcp({ port: 0, onError: (error) => void reported.push(error) }, fail);
  t.after(() => listening.close());
  const { address: host, port } = listening;
  for (const count of [1, 2]) {
    const heard = new Recording();
    // The reset may come before the connection is seen.
    await connectTcp({ host, port })
      .then((link) => link.read(heard))
      .catch(() => heard.ended('reset'));
    assert.equal(await heard.end(), 'reset');
    assert.equal(reported.length, count);
  }
  assert.deepEqual(reported, [bug, bug]);
});

test('once its listener has closed, a link that is ended waits for its peer no longer than a second', async (t) => {
  const waits: number[] = [];
  const after = (ms: number): (() => void) => {
    waits.push(ms);
    return () => {};
  };
  const { promise, resolve } = Promise.withResolvers<Link>();
  const listening = await listenTcp({ port: 0, after }, resolve);
  const connected = await connectTcp({ host: listening.address, port: listening.port });
  t.after(() => connected.abort());
  const accepted = await promise;
  await listening.close();
  accepted.end();
  assert.deepEqual(waits, [1000]);
  accepted.abort();
});

test('what waits above links counts with what waits in them: beyond the budget a link that gets more is slow', async (t) => {
  const budget = new OutboxBudget(400);
  const links = [await connection({ budget }), await connection({ budget })];
  t.after(() => Promise.all(links.map((each) => each.close())));
  const [one, other] = links.map(({ accepted }) => accepted);
  assert.ok(one && other);
  const ends = new Recording();
  other.read(ends);
  one.countAbove?.(150);
  assert.deepEqual([budget.used, one.scarce, one.queued], [150, true, 0]);
  one.countAbove?.(100);
  other.countAbove?.(300);
  assert.equal(budget.used, 400);
  other.countAbove?.(301);
  assert.equal(await ends.end(), 'slow');
  other.countAbove?.(302);
  assert.equal(budget.used, 100);
  one.abort();
  assert.equal(budget.used, 0);
});
