import assert from 'node:assert/strict';
import { createServer, type AddressInfo, connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';

import { type TcpConnection, type KernelRow, kernelRows, keyOf } from './kernel-table.ts';
import { StalledPeers, type Waiting } from './stalled-peers.ts';

const connection: TcpConnection = { localPort: 1, address: '10.0.0.1', port: 2 };

/** A link in the test's hands, and a kernel that says what the test says. */
class Scene {
  readonly link = {
    progress: 0,
    connection: undefined as TcpConnection | undefined,
    ends: 0,
    stalled(): void {
      this.ends++;
    },
  } satisfies Waiting & { ends: number };
  unacknowledged: number | undefined;
  asked = 0;
  #due: (() => void) | undefined;
  readonly stalls: StalledPeers = new StalledPeers(
    (_, run) => {
      this.#due = run;
      return () => {};
    },
    60_000,
    async () => {
      this.asked++;
      const { unacknowledged } = this;
      const rows = new Map<string, KernelRow>();
      return unacknowledged === undefined ? rows : rows.set(keyOf(connection), { unacknowledged, retransmissions: 0 });
    },
  );

  get timed(): boolean {
    return this.#due !== undefined;
  }

  async look(times: number, before: () => void = () => {}): Promise<void> {
    for (let look = 0; look < times; look++) {
      before();
      const due = this.#due;
      this.#due = undefined;
      due?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('a link whose peer takes nothing', () => {
  test('is lost after twelve looks, and not before', async () => {
    const scene = new Scene();
    scene.stalls.add(scene.link);
    await scene.look(11);
    assert.equal(scene.link.ends, 0);
    await scene.look(1);
    assert.equal(scene.link.ends, 1);
    assert.equal(scene.timed, false, 'nobody is looked at any more');
  });

  test('stays as long as anything moves', async () => {
    const scene = new Scene();
    scene.stalls.add(scene.link);
    await scene.look(11);
    scene.link.progress++;
    await scene.look(12);
    assert.equal(scene.link.ends, 0);
    await scene.look(1);
    assert.equal(scene.link.ends, 1);
  });

  test('stays as long as the kernel says that its peer takes something', async () => {
    const scene = new Scene();
    scene.link.connection = connection;
    scene.unacknowledged = 1_000_000;
    scene.stalls.add(scene.link);
    await scene.look(40, () => scene.unacknowledged && scene.unacknowledged--);
    assert.equal(scene.link.ends, 0);
    await scene.look(12);
    assert.equal(scene.link.ends, 1);
  });

  test('is not looked at once it has been taken', async () => {
    const scene = new Scene();
    scene.stalls.add(scene.link);
    scene.stalls.delete(scene.link);
    await scene.look(13);
    assert.equal(scene.link.ends, 0);
    assert.equal(scene.timed, false);
  });
});

for (const host of ['127.0.0.1', '::1']) {
  test(
    `the kernel tells what a peer at ${host} has not acknowledged`,
    { skip: process.platform !== 'linux' && 'only Linux does' },
    async () => {
      const accepted = Promise.withResolvers<Socket>();
      const server = createServer((socket) => accepted.resolve(socket));
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      const { port } = server.address() as AddressInfo;
      const client = connect(port, host).pause();
      const socket = await accepted.promise;
      try {
        const ends = {
          localPort: socket.localPort ?? 0,
          address: socket.remoteAddress ?? '',
          port: socket.remotePort ?? 0,
        };
        const unacknowledged = async (): Promise<number | undefined> =>
          (await kernelRows([ends])).get(keyOf(ends))?.unacknowledged;
        assert.equal(await unacknowledged(), 0);
        // More than both ends of a connection hold.
        socket.write(Buffer.alloc(32 * 1024 * 1024));
        let waits = 0;
        while (waits === 0) waits = (await unacknowledged()) ?? 0;
        assert.ok(waits > 0);
      } finally {
        client.destroy();
        socket.destroy();
        server.close();
      }
    },
  );
}
