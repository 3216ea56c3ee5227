import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Handshakes, type HandshakesOptions, handshakeTimeout, mostReceived } from './handshakes.ts';
import type { HostPort, NativeConnection } from './library.ts';

/** What a native connection makes of a datagram: an answer, its end after an answer, or the end of the handshake. */
type Heard = 'hello' | 'mistake' | 'bye' | 'finished';

class FakeConnection implements NativeConnection {
  readonly heard: string[] = [];
  /** Datagrams that it still sends. */
  #toSend = 0;
  #last = '';

  recv(datagram: Uint8Array): number {
    this.#last = Buffer.from(datagram).toString();
    this.heard.push(this.#last);
    this.#toSend = 2;
    if (this.#last === 'mistake') throw new Error('TlsFail');
    return datagram.length;
  }

  send(out: Uint8Array): readonly [number] | null {
    if (this.#toSend-- <= 0) return null;
    out.set(Buffer.from('answer'));
    return ['answer'.length];
  }

  readonly onTimeout = (): void => void this.heard.push('time');
  readonly isEstablished = (): boolean => this.#last === 'finished';
  readonly isClosed = (): boolean => this.#last === 'bye';
  readonly isDraining = (): boolean => this.#last === 'mistake';
}

interface Scene {
  readonly handshakes: Handshakes;
  readonly sent: string[];
  readonly finished: string[];
  begin(id: string, network?: string): FakeConnection;
  hear(id: string, heard: Heard, from?: Partial<HostPort>): boolean;
}

const client: HostPort = { host: '127.0.0.2', port: 1 };

function scene(options: Omit<HandshakesOptions, 'send'> = {}): Scene {
  const [sent, finished]: [string[], string[]] = [[], []];
  const handshakes = new Handshakes({
    ...options,
    send: (datagram, { port }) => void sent.push(`${port} ${Buffer.from(datagram).toString()}`),
  });
  return {
    handshakes,
    sent,
    finished,
    begin(id, network = id) {
      const connection = new FakeConnection();
      const path = { from: client, to: { host: '127.0.0.1', port: 2 } };
      const finish = (): void => void finished.push(id);
      handshakes.begin(id, { connection, path, network, finish }, Buffer.from('hello'));
      return connection;
    },
    hear: (id, heard, from = {}) => handshakes.receive(id, Buffer.from(heard), { ...client, ...from }),
  };
}

test('a handshake is answered, and finished once, by whom it concerns then', () => {
  const { begin, hear, sent, finished } = scene();
  const connection = begin('a');
  assert.deepEqual(sent.splice(0), ['1 answer', '1 answer']);
  assert.equal(hear('a', 'hello'), true);
  assert.deepEqual(sent.splice(0), ['1 answer', '1 answer']);
  assert.equal(hear('a', 'finished'), true);
  assert.deepEqual([sent, finished], [[], ['a']]);
  assert.equal(hear('a', 'finished'), false);
  // What was lost is sent again when the client says something, without a timer.
  assert.deepEqual(connection.heard, ['time', 'hello', 'time', 'hello', 'time', 'finished']);
});

test('a client that moves during its handshake is not heard', () => {
  const { begin, hear, finished } = scene();
  const connection = begin('a');
  assert.equal(hear('a', 'finished', { host: '127.0.0.3' }), true);
  assert.equal(hear('a', 'finished', { port: 9 }), true);
  assert.deepEqual([connection.heard, finished], [['time', 'hello'], []]);
});

test('a mistake is answered and ends the handshake, as its client may', () => {
  for (const end of ['mistake', 'bye'] as const) {
    const { begin, hear, sent, handshakes } = scene();
    begin('a');
    sent.splice(0);
    assert.equal(hear('a', end), true);
    assert.deepEqual(sent, ['1 answer', '1 answer']);
    assert.equal(handshakes.size, 0);
  }
});

test('of too many handshakes the oldest one of a network with the most is ended', () => {
  const { begin, hear, handshakes } = scene({ most: 4 });
  begin('old', 'one');
  begin('two-1', 'two');
  begin('two-2', 'two');
  begin('three', 'three');
  begin('four', 'four');
  assert.equal(handshakes.size, 4);
  assert.equal(hear('two-1', 'hello'), false);
  begin('five', 'five');
  assert.equal(hear('old', 'hello'), false);
  for (const id of ['two-2', 'three', 'four', 'five']) assert.equal(hear(id, 'hello'), true, id);
});

test('a handshake that takes too long is ended when another one begins', () => {
  let now = 0;
  const { begin, hear, handshakes } = scene({ elapsed: () => now });
  begin('a');
  now = handshakeTimeout;
  begin('b');
  assert.equal(handshakes.size, 2);
  now++;
  begin('c');
  assert.equal(hear('a', 'finished'), false);
  assert.equal(handshakes.size, 2);
});

test('a second packet that would begin the same handshake is left out', () => {
  const { begin, handshakes } = scene();
  begin('a');
  assert.deepEqual(begin('a').heard, []);
  assert.equal(handshakes.size, 1);
});

test('a client that sends many datagrams before its handshake is finished is not heard any more', () => {
  const { begin, hear, handshakes } = scene();
  begin('a');
  for (let nth = 1; nth < mostReceived; nth++) hear('a', 'hello');
  assert.equal(handshakes.size, 1);
  assert.equal(hear('a', 'finished'), true);
  assert.equal(handshakes.size, 0);
});
