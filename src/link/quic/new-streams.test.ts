import assert from 'node:assert/strict';
import { test } from 'node:test';

import { showStreamsInPortions, streamsAtOnce } from './new-streams.ts';
import type { LibraryConnection } from './library.ts';

/** A connection of the library, as far as it takes streams. */
class FakeConnection implements LibraryConnection {
  readonly remoteHost = '127.0.0.1';
  readonly remotePort = 1;
  readonly localHost = '127.0.0.1';
  readonly localPort = 2;
  readonly streamMap = new Map<number, object>();
  readonly streamIdUsedSet = new Set<number>();
  streamIdUsedClientBidi = -4;
  /** Streams that have something to read, and those that could be written. */
  readable: number[] = [];
  writable: number[] = [];
  closed = false;
  readonly conn = { readable: () => this.readable, writable: () => this.writable, isClosed: () => this.closed };
  /** The streams that the library was shown, in each call. */
  readonly shown: (readonly number[])[] = [];
  ended = false;
  fails = false;

  processStreams(): void {
    if (this.fails) throw new Error('never');
    const taken: number[] = [];
    for (const list of ['readable', 'writable'] as const) {
      for (const id of this.conn[list]()) {
        if (list === 'readable' || !this.streamMap.has(id)) taken.push(id);
        this.streamMap.set(id, {});
      }
    }
    this.shown.push(taken);
  }

  readonly send = (): void => {};
  readonly addEventListener = (): void => {};
  readonly newStream = (): never => assert.fail();
  readonly stop = async (): Promise<void> => void (this.ended = true);
}

const ids = (count: number): number[] => Array.from({ length: count }, (_, nth) => 4 * nth);

function scene(): { connection: FakeConnection; later: (() => void)[]; caught: unknown[] } {
  const connection = new FakeConnection();
  const later: (() => void)[] = [];
  const caught: unknown[] = [];
  showStreamsInPortions(
    connection,
    (run) => void later.push(run),
    (error) => void caught.push(error),
  );
  return { connection, later, caught };
}

test('of many new streams the library is shown a few at once, and the others later', () => {
  const { connection, later } = scene();
  connection.readable = ids(2 * streamsAtOnce + 1);
  connection.writable = connection.readable;
  connection.processStreams();
  // Another datagram comes before the others are shown.
  connection.readable = [0, ...connection.readable.slice(streamsAtOnce)];
  connection.processStreams();
  assert.equal(later.length, 1);
  later.shift()?.();
  assert.deepEqual(later, []);
  const all = ids(2 * streamsAtOnce + 1);
  assert.deepEqual(connection.shown, [
    all.slice(0, streamsAtOnce),
    [0, ...all.slice(streamsAtOnce, 2 * streamsAtOnce)],
    [0, ...all.slice(streamsAtOnce)],
  ]);
});

test('streams that can only be written are new ones, too', () => {
  const { connection, later } = scene();
  connection.writable = ids(streamsAtOnce + 1);
  connection.processStreams();
  assert.deepEqual(connection.shown, [ids(streamsAtOnce)]);
  assert.equal(later.length, 1);
});

test('streams that the library knows, or that we have opened, are all shown at once', () => {
  const { connection, later } = scene();
  for (const id of ids(40).slice(10, 20)) connection.streamMap.set(id, {});
  for (const id of ids(40).slice(30)) connection.streamIdUsedSet.add(id);
  connection.streamIdUsedClientBidi = 36;
  const known = [...ids(20), ...ids(40).slice(30), 1, 5, 9, 13, 17, 21];
  connection.readable = known;
  connection.processStreams();
  assert.deepEqual(connection.shown, [known]);
  assert.deepEqual(later, []);
});

test('a connection that is over by then is left alone', () => {
  const { connection, later } = scene();
  connection.readable = ids(streamsAtOnce + 1);
  connection.processStreams();
  connection.closed = true;
  later.shift()?.();
  assert.equal(connection.shown.length, 1);
});

test('what the library throws later ends the connection', () => {
  const { connection, later, caught } = scene();
  connection.readable = ids(streamsAtOnce + 1);
  connection.processStreams();
  connection.fails = true;
  later.shift()?.();
  assert.equal(String(caught[0]), 'Error: never');
  assert.equal(connection.ended, true);
});
