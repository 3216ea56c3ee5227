import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import type { Link } from '#link/link.ts';
import { loadQuic } from '#link/quic/library.ts';
import { Recording } from '#link/recording-reader.suite.ts';

import { pingedTimeout, usualTimeout } from './liveness.ts';
import { OriginalClient } from './originals.suite.ts';
import { pdu } from './pdu.ts';
import { host, open, StreamEngine } from './quic-scene.suite.ts';

const missing = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';

suite('pdu over QUIC', { skip: missing }, () => {
  test('the original’s client: a login on one stream counts for all', async (t) => {
    const scene = await open(t);
    const engine = new StreamEngine(await scene.connect());
    const client = new OriginalClient(engine);
    assert.equal(await client.negotiates('1.2', '1.1', '1.0'), '1.2');
    assert.equal(await client.logsIn('user1', 'pass1'), 1);
    assert.equal(await client.chats('naïve 😀'), 'naïve 😀');
    await client.pings();
    assert.equal(await client.chats('behind a ping'), 'behind a ping');
    const other = new OriginalClient(new StreamEngine(await scene.connect()));
    assert.equal(await other.logsIn('user1', 'pass1'), 'User already logged in from another location');
    await client.logsOut();
    await scene.left();
    assert.equal(await other.logsIn('user1', 'pass1'), 2);
    assert.deepEqual(engine.from, [0, 4, 4, 4]);
  });

  test('a PDU cut on its way, two at once, and none', async (t) => {
    const scene = await open(t);
    const engine = new StreamEngine(await scene.connect());
    const request = Buffer.from('{"mtype": 7, "payload": {"supported_versions": ["1.2"]}}');
    engine.send(0, request.subarray(0, 20));
    engine.send(4, Buffer.concat([request, Buffer.from('{"mtype": 6, "payload": {"id": 9}}')]));
    // Two answers on one stream may be read as one.
    let heard = '';
    while (!heard.includes('"error_code": 1')) heard += await engine.receive();
    assert.match(heard, /^\{.*"selected_version".*\}\{.*\}$/);
    engine.send(0, request.subarray(20));
    assert.match(await engine.receive(), /"selected_version"/);
    engine.send(0, Buffer.from('hello'));
    assert.match(await engine.receive(), /"error_code": 6/);
    engine.send(0, request);
    assert.match(await engine.receive(), /"selected_version"/);
  });

  test('a stream that its client ends is ended after its answers', async (t) => {
    const scene = await open(t);
    for (const version of ['1.2', '2.0']) {
      const first = await scene.connect();
      const request = Buffer.from(`{"mtype": 7, "payload": {"supported_versions": ["${version}"]}}`);
      const [engine, main] = [new Recording(), new Recording()];
      first.read(main);
      first.write(request);
      await main.until(({ text }) => text.includes('"selected_version"'));
      const other = first.peer.open();
      other.read(engine);
      other.write(Buffer.from('hello\n'));
      other.end();
      assert.equal(await engine.end(), 'ended');
      assert.match(engine.text, /"mtype"|"error/);
      await other.gone;
    }
  });

  test('the end of the connection logs out at once', async (t) => {
    const scene = await open(t);
    const link = await scene.connect();
    const client = new OriginalClient(new StreamEngine(link));
    await client.negotiates('1.2');
    await client.logsIn('user1', 'pass1');
    link.peer.end();
    await scene.left();
    assert.equal(await new OriginalClient(new StreamEngine(await scene.connect())).logsIn('user1', 'pass1'), 2);
  });

  test('a timeout is reported on the first stream', async (t) => {
    const scene = await open(t);
    const engine = new StreamEngine(await scene.connect());
    const client = new OriginalClient(engine);
    await client.negotiates('1.2');
    await client.logsIn('user1', 'pass1');
    // Silence is measured by a clock that nobody puts ahead or back.
    scene.clock.set(Date.UTC(2100, 0, 1));
    await scene.clock.pass(usualTimeout - 1);
    assert.equal(
      scene.journal.some(({ kind }) => kind === 'left'),
      false,
    );
    scene.clock.set(Date.UTC(1990, 0, 1));
    await scene.clock.pass(1);
    assert.match(await engine.receive(), /"error_code": 2/);
    assert.equal(engine.from.at(-1), 0);
    assert.ok(pingedTimeout < usualTimeout);
  });

  test('our client', async (t) => {
    const scene = await open(t);
    const person = new Person();
    const connect = (): Promise<Link> => scene.connect();
    const options = { versions: '1.2' };
    const own = { host, port: 1, console: person, clock: scene.clock, connect, reconnect: false, options };
    const exit = runClient(pdu, own);
    person.type('user1', 'pass1', 'hello', '!quit');
    assert.equal(await exit, 0);
    const seconds = Math.floor(scene.clock.now() / 1000);
    assert.ok(person.screen.includes(`[cli] server response:  {'id': 1, 'time': ${seconds}, 'message': 'hello'}`));
    await scene.left();
    assert.deepEqual(
      scene.journal.flatMap((happening) => (happening.kind === 'noted' ? [happening.text] : [])),
      [
        '[svr] Client 1 transitioning from CONNECTED to AUTHENTICATED',
        '[svr] Client 1 transitioning from AUTHENTICATED to CHATTING',
        '[svr] Client 1 transitioning from CHATTING to LOGGED_OUT',
      ],
    );
  });
});
