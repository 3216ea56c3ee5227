import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type TcpConnection, type KernelRow, keyOf, rowOf } from './kernel-table.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { TcpLink } from './tcp-link.ts';
import { connectTcp, listenTcp } from './tcp.ts';
import { VanishedPeers, type Watched } from './vanished-peers.ts';

const connection: TcpConnection = { localPort: 1, address: '10.0.0.1', port: 2 };

/** A link in the test's hands, and a kernel that says what the test says. */
class Scene {
  readonly link = {
    connection,
    ends: 0,
    vanished(): void {
      this.ends++;
    },
  } satisfies Watched & { ends: number };
  asked = 0;
  readonly vanished: VanishedPeers;
  #due: (() => void) | undefined;
  #row: KernelRow | undefined;

  constructor() {
    this.vanished = new VanishedPeers(
      (_, run) => {
        this.#due = run;
        return () => {};
      },
      30_000,
      async () => {
        this.asked++;
        return new Map(this.#row ? [[keyOf(connection), this.#row]] : []);
      },
    );
    this.vanished.add(this.link);
    this.vanished.wrote();
  }

  get timed(): boolean {
    return this.#due !== undefined;
  }

  /** One look for each number of retransmissions; 0: the kernel has no such row. */
  async look(...found: number[]): Promise<void> {
    for (const retransmissions of found) {
      this.#row = retransmissions > 0 ? { unacknowledged: 100, retransmissions } : undefined;
      const due = this.#due;
      this.#due = undefined;
      due?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('a peer whose host acknowledges nothing', () => {
  test('is given up at the fifth look', async () => {
    const scene = new Scene();
    await scene.look(3, 6, 7, 8);
    assert.equal(scene.link.ends, 0);
    await scene.look(9);
    assert.equal(scene.link.ends, 1);
  });

  test('has its time from the beginning when it has acknowledged anything', async () => {
    const scene = new Scene();
    await scene.look(3, 6, 7, 8, 1, 6, 7, 8);
    assert.equal(scene.link.ends, 0);
    scene.vanished.wrote();
    await scene.look(0, 6, 7, 8, 9);
    assert.equal(scene.link.ends, 0);
    await scene.look(10);
    assert.equal(scene.link.ends, 1);
  });

  test('is not given up where little is lost again and again', async () => {
    const scene = new Scene();
    await scene.look(1, 1, 2, 2, 2);
    assert.equal(scene.link.ends, 0);
  });

  test('is not looked for on a link that is over, or one without an address', async () => {
    const scene = new Scene();
    scene.vanished.delete(scene.link);
    scene.vanished.add({ ...scene.link, connection: undefined });
    await scene.look(3, 6, 7, 8, 9);
    assert.equal(scene.link.ends, 0);
  });
});

test('the checks stop when nothing was written lately, and begin again with the next write', async () => {
  const scene = new Scene();
  await scene.look(0, 0, 0);
  scene.vanished.wrote();
  await scene.look(0, 0, 0, 0, 0, 0, 0);
  assert.equal(scene.timed, false);
  assert.equal(scene.asked, 10);
  scene.vanished.wrote();
  assert.equal(scene.timed, true);
});

test('if the kernel cannot be asked, no link is ended', async () => {
  let due: (() => void) | undefined;
  const vanished = new VanishedPeers(
    (_, run) => {
      due = run;
      return () => {};
    },
    1,
    () => Promise.reject(new Error('no such table')),
  );
  const { link } = new Scene();
  vanished.add(link);
  vanished.wrote();
  due?.();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(link.ends, 0);
});

test('a row of the table of connections is read', () => {
  const line =
    '   3: 0101A8C0:A8D3 0201A8C0:01BB 01 000000A4:00000000 01:00000199 0000000B  1000        0 71937 2 00000000b5 1677 4 30 10 -1';
  const read = rowOf(line);
  assert.deepEqual(read, ['A8D3 0201A8C0:01BB', { unacknowledged: 0xa4, retransmissions: 11 }]);
  assert.equal(read?.[0], keyOf({ localPort: 0xa8d3, address: '192.168.1.2', port: 443 }));
  assert.equal(rowOf('  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt'), undefined);
});

test('a link whose host has vanished ends as if it had been reset', async () => {
  const { promise: accepted, resolve } = Promise.withResolvers<Link>();
  const listening = await listenTcp({ port: 0 }, resolve);
  const connected = await connectTcp({ host: listening.address, port: listening.port });
  try {
    const link = await accepted;
    const recording = new Recording();
    link.read(recording);
    assert.ok(link instanceof TcpLink);
    link.write(Buffer.from('hello'));
    link.vanished();
    await recording.until(({ ends }) => ends.length > 0);
    assert.deepEqual(recording.ends, ['reset']);
    assert.equal(link.delivered, false);
  } finally {
    connected.abort();
    await listening.close();
  }
});
