import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { suite, test, type TestContext } from 'node:test';

import { guard, maxBeyondGap, releaseStreams } from './guard.ts';
import {
  detailOf,
  isConnection,
  isStream,
  type LibraryConnection,
  loadQuic,
  quicSentence,
  silence,
} from './library.ts';
import { maxUseless } from './useless-bytes.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

const alpn = 'echo-protocol';
const host = '127.0.0.1';
const own = selfSigned(Date.now());

interface Guarded {
  readonly socket: object;
  readonly port: number;
  /** The errors that were caught. */
  readonly caught: unknown[];
  /** Ports that datagrams which were let in came from. */
  readonly entered: string[];
  connect(): Promise<readonly [near: LibraryConnection, far: Far]>;
}

/** The server's end of a connection. */
interface Far {
  readonly connection: LibraryConnection;
  /** Resolves with the number of the first stream of its peer. */
  readonly stream: Promise<number>;
  readonly over: Promise<void>;
}

async function guarded(t: TestContext): Promise<Guarded> {
  const library = await loadQuic();
  assert.ok(library);
  const config = {
    applicationProtos: [alpn],
    maxIdleTimeout: 60_000,
    initialMaxStreamsBidi: 9,
    initialMaxStreamsUni: 0,
    initialMaxData: 1024,
    initialMaxStreamDataBidiLocal: 1024,
    initialMaxStreamDataBidiRemote: 1024,
    maxConnectionWindow: 1024,
    maxStreamWindow: 1024,
    enableEarlyData: false,
  };
  const sign = async (_key: ArrayBuffer, data: ArrayBuffer): Promise<ArrayBuffer> =>
    Uint8Array.from(createHash('sha256').update(new Uint8Array(data)).digest()).buffer;
  const server = new library.QUICServer({
    crypto: { key: new ArrayBuffer(32), ops: { sign, verify: async () => true } },
    config: { ...own, ...config, verifyPeer: false },
    minIdleTimeout: 10_000,
    logger: silence,
  });
  const [caught, entered]: [unknown[], string[]] = [[], []];
  const far: Far[] = [];
  guard(server, library, {
    caught: (error) => void caught.push(error),
    inTurn(address, _bytes, handle) {
      entered.push(address);
      handle();
    },
    mayBegin: () => true,
    networkOf: (address) => address,
  });
  let stir = (): void => {};
  server.addEventListener(library.events.EventQUICServerConnection.name, (event) => {
    const connection = detailOf(event);
    assert.ok(isConnection(connection));
    const stream = new Promise<number>((resolve) => {
      connection.addEventListener(library.events.EventQUICConnectionStream.name, (event) => {
        const stream = detailOf(event);
        assert.ok(isStream(stream));
        resolve(stream.streamId);
      });
    });
    const over = new Promise<void>((resolve) => {
      connection.addEventListener(library.events.EventQUICConnectionStopped.name, () => resolve());
    });
    releaseStreams(connection);
    far.push({ connection, stream, over });
    stir();
  });
  await server.start({ host, port: 0 });
  t.after(() => server.stop({ force: true }));
  const randomBytes = async (data: ArrayBuffer): Promise<void> => void randomFillSync(new Uint8Array(data));
  const connect = async (): Promise<readonly [LibraryConnection, Far]> => {
    const nth = far.length;
    const client = await library.QUICClient.createQUICClient(
      {
        host,
        port: server.port,
        serverName: 'localhost',
        localHost: host,
        crypto: { ops: { randomBytes } },
        config: { ...config, ca: own.cert, verifyPeer: true },
        logger: silence,
      },
      { timer: 30_000 },
    );
    t.after(() => client.destroy({ force: true }));
    while (far.length <= nth) await new Promise<void>((resolve) => (stir = resolve));
    const accepted = far[nth];
    assert.ok(accepted);
    return [client.connection, accepted];
  };
  return { socket: partOf(server, 'socket'), port: server.port, caught, entered, connect };
}

function partOf(owner: object, name: string): object {
  const part: unknown = Reflect.get(owner, name);
  assert.ok(typeof part === 'object' && part !== null);
  return part;
}

function write(connection: LibraryConnection): void {
  void connection.newStream('bidi').writable.getWriter().write(Buffer.from('a'));
}

function call(owner: object, name: string, ...given: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(owner, name);
  assert.ok(typeof method === 'function');
  return Reflect.apply(method, owner, given);
}

suite('the guard of QUIC', { skip: (await loadQuic()) ? false : quicSentence }, () => {
  test('a datagram from port 0 is dropped, and one that cannot be sent is lost', async (t) => {
    const { socket, caught, entered } = await guarded(t);
    call(socket, 'handleSocketMessage', Buffer.from('hello'), { address: '127.0.0.2', port: 0 });
    call(socket, 'handleSocketMessage', Buffer.from('hello'), { address: '127.0.0.3', port: 1 });
    assert.deepEqual(entered, ['127.0.0.3']);
    await call(socket, 'send_', Buffer.from('hello'), 0, host);
    assert.match(String(caught[0]), /ERR_SOCKET_BAD_PORT/);
  });

  test('an Initial packet in a datagram shorter than it may be is not answered', async (t) => {
    const { port } = await guarded(t);
    const client = createSocket('udp4');
    t.after(() => client.close());
    const initial = (id: number, length: number): Buffer => {
      const start = Buffer.concat([
        Buffer.of(0xc0, 0, 0, 0, 1, 8),
        Buffer.alloc(8, 7),
        Buffer.of(8),
        Buffer.alloc(8, id),
      ]);
      return Buffer.concat([start, Buffer.alloc(length - start.length)]);
    };
    client.send(initial(1, 1199), port, host);
    client.send(initial(2, 1200), port, host);
    const [answer]: unknown[] = await once(client, 'message');
    assert.ok(answer instanceof Uint8Array);
    // A Retry packet, to the id of the second one.
    assert.deepEqual(
      [...answer.subarray(0, 1), ...answer.subarray(5, 14)].map((byte, at) => (at === 0 ? byte & 0xf0 : byte)),
      [0xf0, 8, ...Array(8).fill(2)],
    );
  });

  test('a stream whose first bytes come with the last packet of the handshake is heard', async (t) => {
    const { connect } = await guarded(t);
    const [, { connection }] = await connect();
    const kind: unknown = Object.getPrototypeOf(partOf(connection, 'conn'));
    assert.ok(typeof kind === 'object' && kind !== null);
    const receive: unknown = Reflect.get(kind, 'recv');
    assert.ok(typeof receive === 'function');
    t.after(() => void Reflect.set(kind, 'recv', receive));
    let speaks = true;
    Reflect.set(kind, 'recv', function (this: object, ...given: readonly unknown[]): unknown {
      const before = call(this, 'isEstablished');
      const taken: unknown = Reflect.apply(receive, this, given);
      // The client's end of the handshake is earlier than the server's.
      if (speaks && before === false && call(this, 'isEstablished') === true) {
        speaks = false;
        call(this, 'streamSend', 0, Buffer.from('a'), false);
      }
      return taken;
    });
    assert.equal(await (await connect())[1].stream, 0);
  });

  test('a stream in a state that the library does not expect ends its connection alone', async (t) => {
    const { caught, connect } = await guarded(t);
    const [broken, far] = await connect();
    const [other, whole] = await connect();
    Object.assign(partOf(far.connection, 'conn'), { streamFinished: () => true, streamRecv: () => null });
    write(broken);
    await far.over;
    assert.match(String(caught[0]), /ErrorQUICStreamInternal/);
    write(other);
    assert.equal(await whole.stream, 0);
  });

  test('a peer that leaves out a stream, and opens many beyond it, is ended', async (t) => {
    const { caught, connect } = await guarded(t);
    const [near, { connection, stream, over }] = await connect();
    const beyond = partOf(connection, 'streamIdUsedSet');
    assert.ok(beyond instanceof Set);
    for (let nth = 0; nth < maxBeyondGap; nth++) beyond.add(4 * (nth + 9));
    write(near);
    await stream;
    assert.deepEqual(caught, []);
    beyond.add(4 * (maxBeyondGap + 9));
    write(near);
    await over;
    assert.equal(String(caught[0]), 'Error: a peer has left out a stream for long');
  });

  test('a connection whose peer sends much that is of no use is ended', async (t) => {
    const { caught, connect } = await guarded(t);
    const [, { connection, over }] = await connect();
    const from = { host, port: connection.remotePort };
    for (let sent = 0; sent <= maxUseless; sent += 1200) await call(connection, 'recv', Buffer.alloc(1200, 0x40), from);
    await over;
    assert.equal(String(caught[0]), 'Error: a peer has sent too much that is of no use');
  });

  test('a connection that cannot make a packet is ended, also where a stream cannot be', async (t) => {
    const { caught, connect } = await guarded(t);
    const [near, { connection, stream, over }] = await connect();
    const native = partOf(connection, 'conn');
    write(near);
    await stream;
    const send: unknown = Reflect.get(native, 'send');
    const fail = (): never => {
      throw new Error('InvalidState');
    };
    Object.assign(native, {
      streamShutdown: fail,
      send() {
        Object.assign(native, { send });
        fail();
      },
    });
    await call(connection, 'send');
    await over;
    assert.match(String(caught[0]), /ErrorQUICConnectionInternal/);
  });
});
