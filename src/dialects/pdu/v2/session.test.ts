import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import fc from 'fast-check';

import type { TranscriptServer } from '#lab/transcript-server.ts';

import { openServer } from '../../../../test/transcript-server.ts';
import { nick } from '../../nick/nick.ts';
import { type Engine, lineEngine } from '../originals.suite.ts';
import { pdu } from '../pdu.ts';
import { types } from '../talk-codec.ts';

async function open(t: TestContext): Promise<TranscriptServer> {
  const server = await openServer('in memory', [pdu, nick]);
  t.after(() => server.close());
  return server;
}

class Talker {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  static async on(server: TranscriptServer): Promise<Talker> {
    const session = new Talker(lineEngine(await server.connect('pdu')));
    await session.write('{"mtype":7,"payload":{"supported_versions":["2.0"]}}\n');
    await session.hears(/"selected_version": "2.0"/);
    return session;
  }

  write(text: string): Promise<void> | void {
    return this.#engine.send(0, Buffer.from(text));
  }

  send(mtype: number, payload: object, ref?: number): Promise<void> | void {
    return this.write(`${JSON.stringify({ mtype, ref, payload })}\n`);
  }

  /** Reads on to a line like that. */
  async hears(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = await this.#engine.receive();
      assert.ok(line !== undefined, `the connection ended before ${pattern}`);
      if (pattern.test(line)) return line;
    }
  }
}

test('a guest comes back once, however many connections show its token at the same time: the last one has the session', async (t) => {
  const server = await open(t);
  const first = await Talker.on(server);
  await first.send(types.login, { name: 'alice' });
  const [, id, token] = /"id":(\d+).*"token":"(\w+)"/.exec(await first.hears(/"mtype":2,/)) ?? [];
  await server.restart?.();
  const talkers = await Promise.all([1, 2, 3].map(() => Talker.on(server)));
  for (const session of talkers) await session.send(types.login, { name: 'alice', token }, 1);
  for (const session of talkers) assert.match(await session.hears(/"ref":1/), new RegExp(`"mtype":2,.*"id":${id},`));
  for (const session of talkers.slice(0, -1)) await session.hears(/"name":"replaced"/);
  await talkers.at(-1)?.send(types.ping, {}, 2);
  await talkers.at(-1)?.hears(/"ref":2/);
});

async function guest(server: TranscriptServer, name: string): Promise<Talker> {
  const session = await Talker.on(server);
  await session.send(types.login, { name });
  await session.hears(/"mtype":2,/);
  await session.send(types.join, { room: '#lobby' });
  await session.hears(/"mtype":9,/);
  return session;
}

test('every request has exactly one answer, whatever its payload', async (t) => {
  const server = await open(t);
  const alice = await guest(server, 'alice');
  const keys = [
    'to',
    'text',
    'id',
    'room',
    'topic',
    'of',
    'limit',
    'before',
    'after',
    'name',
    'password',
    'target',
    'emoji',
    '__proto__',
  ];
  // A logout ends the connection, and typing is not answered.
  const mtype = fc.integer({ min: -1, max: 47 }).filter((each) => ![4, 5, 9, 10, 20].includes(each));
  const payload = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  let ref = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ mtype, payload }), { maxLength: 10 }), async (requests) => {
      for (const each of requests) await alice.send(each.mtype, each.payload, ++ref);
      await alice.send(types.ping, {}, 424_242);
      for (let answers = ref - requests.length + 1; answers <= ref; answers++) {
        await alice.hears(new RegExp(`"ref":${answers},`));
      }
      await alice.hears(/"mtype":10,"ref":424242,/);
    }),
    { numRuns: 50 },
  );
});

test('more at once than may be under way is answered all the same, in order, between what others say', async (t) => {
  const server = await open(t);
  const [alice, bob] = [await guest(server, 'alice'), await guest(server, 'bob')];
  const refs = Array.from({ length: 300 }, (_, ref) => ref);
  await alice.write(
    refs.map((ref) => `{"mtype":3,"ref":${ref},"payload":{"to":"#lobby","text":"m${ref}"}}\n`).join(''),
  );
  for (const ref of refs) await alice.hears(new RegExp(`"mtype":9,"ref":${ref},`));
  for (const ref of refs) await bob.hears(new RegExp(`"text":"m${ref}"`));
});

describe('who is shown as typing', () => {
  test('nobody in a room of more than a hundred', async (t) => {
    const server = await open(t);
    const [alice, bob] = [await guest(server, 'alice'), await guest(server, 'bob')];
    for (let more = 0; more < 99; more++) await guest(server, `guest${more}`);
    await alice.send(types.typing, { to: '#lobby', active: true });
    await alice.send(types.chat, { to: '#lobby', text: 'done' });
    assert.match(await bob.hears(/"mtype":20,|"text":"done"/), /done/);
  });

  test('in eight rooms at a time', async (t) => {
    const server = await open(t);
    const [alice, bob] = [await guest(server, 'alice'), await guest(server, 'bob')];
    const rooms = Array.from({ length: 9 }, (_, nth) => `#room${nth}`);
    for (const each of [alice, bob]) for (const room of rooms) await each.send(types.join, { room });
    await alice.send(types.ping, {}, 1);
    await alice.hears(/"mtype":10,"ref":1,/);
    await bob.send(types.ping, {}, 1);
    await bob.hears(/"mtype":10,"ref":1,/);
    for (const room of rooms) await alice.send(types.typing, { to: room, active: true });
    await alice.send(types.chat, { to: '#lobby', text: 'done' });
    for (const room of rooms.slice(0, 8)) await bob.hears(new RegExp(`"mtype":20,.*"to":"${room}"`));
    assert.match(await bob.hears(/"mtype":20,|"text":"done"/), /done/);
  });
});

test('a client without read markers that asks for missed history has read it', async (t) => {
  const server = await open(t);
  const alice = await guest(server, 'alice');
  await alice.send(types.register, { password: 'horse' });
  await alice.hears(/"mtype":9,/);
  await alice.send(types.logout, {});
  const bob = await guest(server, 'bob');
  for (const text of ['one', 'two']) await bob.send(types.chat, { to: '#lobby', text });
  await bob.send(types.ping, {}, 1);
  await bob.hears(/"mtype":10,"ref":1,/);
  const again = await Talker.on(server);
  await again.send(types.login, { name: 'alice', password: 'horse' });
  await again.hears(/"mtype":2,/);
  const unread = async (count: number): Promise<void> => {
    await again.send(types.unread, {});
    assert.match(await again.hears(/"mtype":33,/), new RegExp(`"of":"#lobby","unread":${count},`));
  };
  await unread(2);
  await again.send(types.history, { of: '#lobby', limit: 1 });
  await again.hears(/"mtype":9,/);
  await unread(2);
  await again.send(types.history, { of: '#lobby', limit: 20 });
  await again.hears(/"mtype":9,/);
  await unread(0);
});
