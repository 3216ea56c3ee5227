import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene } from './scene.suite.ts';
import type { Server } from './scene.suite.ts';
import { leaveTimeout, silence, typingEvery } from './talk.ts';
import { passwordPrompt } from './talk-words.ts';
import { typingLasts } from './typists.ts';

const line = (mtype: number, payload: object, ref?: unknown): string => `${JSON.stringify({ mtype, ref, payload })}\n`;
const alice = { id: 3, name: 'alice', account: false };
const bob = { id: 5, name: 'bob', account: true };
const welcome = (resumed = false, token = 't1'): string =>
  line(2, { user: alice, session: 1, token, resume: 'e:7', resumed, rooms: resumed ? ['#lobby'] : [] }, 1);
const said = (cursor: string, to: string, text: string, more: object = {}): string =>
  line(22, { kind: 'message', cursor, time: 0, from: bob, to, text, ...more });

/** Somebody who is in, in #lobby. */
async function talking(scene: Scene): Promise<Server> {
  const server = await scene.server();
  server.negotiates('2.0');
  await scene.person.isAsked('Username: ');
  scene.person.type('alice');
  await scene.person.isAsked(passwordPrompt);
  scene.person.type('');
  await server.hears(line(1, { name: 'alice' }, 1));
  server.saysRaw(welcome());
  await scene.person.isAsked('#lobby> ');
  await server.hears(line(12, { room: '#lobby' }, 2));
  return server;
}

/** What was written with that type, without the ids of messages, which are random. */
const payloads = (server: Server, mtype: number): readonly unknown[] =>
  server.heard
    .join('')
    .split('\n')
    .filter((each) => each.startsWith(`{"mtype":${mtype},`))
    .map((each) => {
      const { payload } = JSON.parse(each);
      return { ...payload, ...('id' in payload && { id: 'id' }) };
    });

test('a guest talks, and hears what is said where', async () => {
  const scene = new Scene();
  const server = await talking(scene);
  scene.person.type('hello', '/msg bob psst', '//slash', '  ');
  await scene.person.isAsked('#lobby> ', 5);
  assert.deepEqual(payloads(server, 3), [
    { to: '#lobby', text: 'hello', id: 'id' },
    { to: 'bob', text: 'psst', id: 'id' },
    { to: '#lobby', text: '/slash', id: 'id' },
  ]);
  server.saysRaw(
    said('e:9', '#lobby', 'one\ntwo') + said('e:10', 'alice', 'secret') + said('e:11', '#tea', 'elsewhere'),
  );
  await scene.person.sees('#tea bob: elsewhere');
  server.saysRaw(
    line(9, { cursor: 'e:8', time: 0 }, 3) +
      line(9, { cursor: 'e:12', time: 0, waits: true }, 4) +
      line(5, { code: 22, name: 'not-member', fatal: false, retry: false, message: 'You are not in this room' }, 5) +
      line(22, { kind: 'waved', cursor: 'e:13', time: 0, from: bob, to: '#lobby', text: 'bob waved' }) +
      line(23, { user: bob, here: false }) +
      line(77, { later: true }),
  );
  await scene.person.sees('* bob is gone');
  assert.deepEqual(scene.person.screen.slice(-8), [
    'bob: one',
    'bob: two',
    'bob (to you): secret',
    '#tea bob: elsewhere',
    'bob is away and gets it later.',
    'Not sent to #lobby: You are not in this room.',
    '* bob waved',
    '* bob is gone',
  ]);
  assert.ok(scene.person.speakers.includes('bob'));
});

test('commands ask, and their answers are shown', async () => {
  const scene = new Scene();
  const server = await talking(scene);
  scene.person.type(
    '/who',
    '/rooms',
    '/history 5',
    '/topic tea',
    '/topic',
    '/register s3cret',
    '/join tea',
    '/nonsense',
  );
  await scene.person.isAsked('#tea> ', 2);
  assert.deepEqual(payloads(server, 16), [{ room: '#lobby' }]);
  assert.deepEqual(payloads(server, 18), [{ of: '#lobby', limit: 5 }]);
  assert.deepEqual(payloads(server, 21), [{ room: '#lobby', topic: 'tea' }, { room: '#lobby' }]);
  assert.deepEqual(payloads(server, 11), [{ password: 's3cret' }]);
  assert.deepEqual(payloads(server, 12).at(-1), { room: '#tea' });
  server.saysRaw(
    line(
      17,
      {
        room: '#lobby',
        members: [
          { ...alice, here: true },
          { ...bob, here: false },
        ],
        next: 5,
      },
      3,
    ) +
      line(15, { rooms: [{ name: '#lobby', here: 2 }] }, 4) +
      line(21, { room: '#lobby', topic: '' }, 7),
  );
  await scene.person.sees('There is no topic.');
  assert.deepEqual(scene.person.screen.slice(-3), ['#lobby: alice, (bob), …', '#lobby (2)', 'There is no topic.']);
});

describe('who is typing', () => {
  test('is in the status line for 6 s, or until the message comes', async () => {
    const scene = new Scene();
    const status: string[] = [];
    Object.assign(scene.person, { status: (text: string) => status.push(text) });
    const server = await talking(scene);
    server.saysRaw(
      line(20, { from: bob, to: '#lobby', active: true }) + line(20, { from: alice, to: '#tea', active: true }),
    );
    server.saysRaw(line(6, {}, 1));
    await server.hears(line(10, {}, 1));
    assert.equal(status.at(-1), 'bob is typing … ');
    await scene.clock.pass(typingLasts);
    assert.equal(status.at(-1), '');
    server.saysRaw(line(20, { from: bob, to: 'alice', active: true }) + said('e:9', 'alice', 'psst'));
    await scene.person.sees('bob (to you): psst');
    assert.deepEqual(status.slice(-2), ['bob is typing … ', '']);
  });

  test('is told to the others, at most every 4 s, and never of a command', async () => {
    const scene = new Scene();
    let edited: (line: string) => void = () => {};
    Object.assign(scene.person, { watchEditing: (call: typeof edited) => (edited = call) });
    const server = await talking(scene);
    for (const each of ['h', 'he', '', '/', '/m', 'h']) edited(each);
    await scene.clock.pass(typingEvery);
    edited('hel');
    server.saysRaw(line(6, {}, 1));
    await server.hears(line(10, {}, 1));
    const active = payloads(server, 20).map((each) => JSON.stringify(each).includes('true'));
    assert.deepEqual(active, [true, false, true, true]);
  });
});

describe('a connection that is lost', () => {
  test('is resumed where it stood, with the token; nothing is shown twice, and what was not acknowledged is sent again', async () => {
    const scene = new Scene(true);
    const first = await talking(scene);
    first.saysRaw(said('e:9', '#lobby', 'nine') + line(24, { resume: 'e:9' }) + said('e:11', '#lobby', 'eleven'));
    await scene.person.sees('bob: eleven');
    scene.person.type('mine');
    await scene.person.isAsked('#lobby> ', 2);
    const [chat = ''] = first.heard.slice(-1);
    first.link.abort();
    await scene.person.sees('Reconnecting as alice when the server is back.');
    await scene.clock.pass(1000);
    const again = await scene.server(2);
    again.negotiates('2.0');
    await again.hears(line(1, { name: 'alice', token: 't1', resume: 'e:9' }, 4));
    again.saysRaw(welcome(true, 't2'));
    await again.hears(chat);
    again.saysRaw(said('e:10', '#tea', 'ten') + said('e:11', '#lobby', 'eleven') + said('e:12', '#lobby', 'twelve'));
    await scene.person.sees('bob: twelve');
    assert.deepEqual(scene.person.screen.slice(-3), ['You are back as alice.', '#tea bob: ten', 'bob: twelve']);
  });

  test('is noticed after a minute of silence', async () => {
    const scene = new Scene();
    const server = await talking(scene);
    await scene.clock.pass(silence);
    await server.hears(line(6, {}));
    await scene.clock.pass(silence);
    assert.equal(await scene.exit, 1);
    assert.equal(scene.person.screen.at(-1), 'The server does not answer.');
  });

  test('is not resumed where another login took its place', async () => {
    const scene = new Scene(true);
    const server = await talking(scene);
    server.saysRaw(line(5, { code: 33, name: 'replaced', fatal: true, retry: false, message: 'User logged in again' }));
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.ok(scene.person.screen.includes('User logged in again.'));
  });
});

test('a refused login is asked for again', async () => {
  const scene = new Scene();
  const server = await scene.server();
  server.negotiates('2.0');
  scene.person.type('alice', 'wrong');
  await server.hears(line(1, { name: 'alice', password: 'wrong' }, 1));
  server.saysRaw(
    line(5, { code: 13, name: 'bad-login', fatal: false, retry: false, message: 'Wrong name or password' }, 1),
  );
  await scene.person.isAsked('Username: ', 2);
  assert.ok(scene.person.screen.includes('Wrong name or password.'));
  assert.deepEqual(scene.person.secret, [passwordPrompt]);
});

test('leaving logs out, and waits for the server for a while', async () => {
  const scene = new Scene();
  const server = await talking(scene);
  scene.person.type('!quit');
  await server.hears(line(4, {}));
  await scene.clock.pass(leaveTimeout);
  assert.equal(await scene.exit, 0);
});
