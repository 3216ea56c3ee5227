import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';

import type { RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/rules.ts';
import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import type { Link } from '#link/link.ts';
import { connectQuic, listenQuic } from '#link/quic.ts';
import { loadQuic } from '#link/quic-library.ts';
import type { QuicLink } from '#link/quic-peer.ts';
import { selfSigned } from '#link/self-signed.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { Happening } from '../journal.ts';
import { makeDemoAccounts } from './demo-accounts.ts';
import { pingedTimeout, usualTimeout } from './liveness.ts';
import { type Engine, OriginalClient } from './originals.suite.ts';
import { pdu } from './pdu.ts';

const host = '127.0.0.1';
const own = selfSigned(Date.now());
const alpn = 'echo-protocol';

interface Scene {
  readonly chat: RunningChat;
  readonly clock: TestClock;
  readonly journal: Happening[];
  /** Resolves once a session has left. */
  left(): Promise<void>;
  connect(): Promise<QuicLink>;
}

async function open(t: TestContext): Promise<Scene> {
  const clock = createTestClock();
  const passwords = argonPasswords({ memory: 8, passes: 1, parallelism: 1 });
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const log = (event: string): never => {
    throw new Error(event);
  };
  const chat = await startChat({ store, clock, log, passwords });
  await makeDemoAccounts(chat, passwords, pdu.demoAccounts ?? []);
  const journal: Happening[] = [];
  let stir = (): void => {};
  const take = pdu.listen(chat, {
    rules: { ...openRules, listener: 'pdu', sameAccount: 'refuse' },
    journal: (happening) => {
      journal.push(happening);
      stir();
    },
  });
  const listening = await listenQuic({ host, port: 0, ...own, alpn }, ({ accept }) => accept(take));
  const links: QuicLink[] = [];
  t.after(async () => {
    for (const { peer } of links) peer.end();
    await listening.close();
    await chat.closeAll();
    await chat.stop();
    await store.close();
  });
  return {
    chat,
    clock,
    journal,
    async left() {
      while (!journal.some(({ kind }) => kind === 'left')) await new Promise<void>((resolve) => (stir = resolve));
    },
    async connect() {
      const link = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
      links.push(link);
      return link;
    },
  };
}

/** The original's engine: what is read at once, on any stream, is one PDU. */
class StreamEngine implements Engine {
  readonly #streams: Map<number, Link>;
  readonly #first: QuicLink;
  readonly #read: string[] = [];
  /** On which stream each came. */
  readonly from: number[] = [];
  #stir: () => void = () => {};

  constructor(first: QuicLink) {
    this.#first = first;
    this.#streams = new Map([[first.stream, first]]);
    this.#hear(first);
  }

  #hear(link: QuicLink): void {
    link.read({
      take: (chunk) => {
        this.#read.push(Buffer.from(chunk).toString());
        this.from.push(link.stream);
        this.#stir();
        return chunk.length;
      },
      ended: () => this.#stir(),
    });
  }

  send(stream: 0 | 4 | 8, bytes: Uint8Array): void {
    while (!this.#streams.has(stream)) {
      const link = this.#first.peer.open();
      this.#streams.set(link.stream, link);
      this.#hear(link);
    }
    this.#streams.get(stream)?.write(bytes);
  }

  async receive(): Promise<string> {
    while (this.#read.length === 0) await new Promise<void>((resolve) => (this.#stir = resolve));
    const data = this.#read.shift() ?? '';
    assert.match(data, /^\{.*\}$/, 'one PDU, and nothing behind it');
    return data;
  }
}

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

  test('who is silent is told so on the first stream', async (t) => {
    const scene = await open(t);
    const engine = new StreamEngine(await scene.connect());
    const client = new OriginalClient(engine);
    await client.negotiates('1.2');
    await client.logsIn('user1', 'pass1');
    await scene.clock.pass(usualTimeout);
    assert.match(await engine.receive(), /"error_code": 2/);
    assert.equal(engine.from.at(-1), 0);
    assert.ok(pingedTimeout < usualTimeout);
  });

  test('our client', async (t) => {
    const scene = await open(t);
    const person = new Person();
    const connect = (): Promise<Link> => scene.connect();
    const exit = runClient(pdu, { host, port: 1, console: person, clock: scene.clock, connect, reconnect: false });
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
