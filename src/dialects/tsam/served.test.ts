import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { version } from '#server/version.ts';

import { Served } from '../../../test/served.ts';
import { tsam } from './tsam.ts';

/** A bare socket: what is read at once is one reply. */
class Caller {
  readonly socket: Socket;
  readonly #replies: string[] = [];
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setNoDelay();
    this.socket.on('data', (chunk) => {
      this.#replies.push(chunk.toString('latin1'));
      this.#wake.resolve();
    });
  }

  async asks(bytes: string): Promise<string> {
    this.socket.write(bytes, 'latin1');
    while (this.#replies.length === 0) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
    return this.#replies.shift() ?? '';
  }

  async opened(): Promise<number> {
    if (this.socket.connecting) await new Promise((resolve) => this.socket.once('connect', resolve));
    return (this.socket.address() as AddressInfo).port;
  }
}

test('the recorded exchange, with its addresses, and the file the original writes', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'polylogue-tsam-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const logFile = join(folder, 'server_log.txt');
  const own = { port: 0, other: 0 };
  {
    await using served = await Served.start([tsam], { logFile });
    const [port = 0] = served.ports;
    const caller = new Caller(port);
    own.port = await caller.opened();
    assert.equal(await caller.asks('\x01LISTSERVERS\x04'), `SERVERS,A5_1,127.0.0.1,${own.port}`);
    const sent = '\x01SENDMSG,A5_1,RANDOM MESSAGFE\x04';
    assert.equal(await caller.asks(`${sent}\x01GETMSG,A5_1\x04`), 'From self: RANDOM MESSAGFE');
    assert.equal(await caller.asks('\x01SERVERS\x04'), `SERVERS,A5_43,127.0.0.1,${port}`);
    const greeting = `Hello you: you are A5_1 at 127.0.0.1:${own.port}; this is A5_43, Polylogue ${version} at 127.0.0.1:${port}`;
    assert.equal(await caller.asks('\x01HELO you\x04'), greeting);
    const other = new Caller(port);
    own.other = await other.opened();
    const both = `SERVERS,A5_2,127.0.0.1,${own.other};A5_1,127.0.0.1,${own.port}`;
    assert.equal(await other.asks('\x01HELO,A5_9\x04'), both);
    assert.equal(
      await other.asks('REGISTER s3cret\n'),
      'Error: The name A5_2 is reserved. Take another one: LOGIN,<name>.',
    );
    assert.equal(await other.asks('MSG ALL \x01\x04'), 'Error: Invalid command format: missing SOH or EOT.');
    for (const each of [caller, other]) each.socket.destroy();
  }
  const lines = (await readFile(logFile, 'latin1'))
    .split('\n')
    .map((line) => line.replace(/^\[[-\d]{10} [:\d]{8}\] /, ''));
  assert.deepEqual(lines.slice(0, 6), [
    `Client 1 connected from 127.0.0.1:${own.port}`,
    'Client 1: \x01LISTSERVERS\x04',
    `To client 1: SERVERS,A5_1,127.0.0.1,${own.port}`,
    'Client 1: \x01SENDMSG,A5_1,RANDOM MESSAGFE\x04',
    'Client 1: \x01GETMSG,A5_1\x04',
    'To client 1: From self: RANDOM MESSAGFE',
  ]);
  assert.ok(lines.includes('Client 2: REGISTER ******'));
  assert.ok(lines.includes('Client 2 disconnected'));
  assert.ok(!lines.join('\n').includes('s3cret'));
});
