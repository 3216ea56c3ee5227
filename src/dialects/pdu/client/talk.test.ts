import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene } from './scene.suite.ts';
import { leaveTimeout, silence } from './talk.ts';
import { alice, answers, bob, line, payloads, request, said, talking, welcome } from './talk-scene.suite.ts';
import { passwordPrompt } from './talk-words.ts';
import { typingEvery } from './typing.ts';
import { typingLasts } from './users-typing.ts';

test('a guest sends and receives messages in rooms and in private', async () => {
  const scene = new Scene();
  const server = await talking(scene);
  assert.deepEqual(payloads(server, 1), [{ name: 'alice', reads: true }]);
  assert.deepEqual(payloads(server, 12), [{ room: '#lobby' }]);
  scene.person.type('hello', '/msg bob psst', '//slash', '  ', '/me waves');
  await request(server, 3, 4);
  assert.deepEqual(payloads(server, 3), [
    { to: '#lobby', text: 'hello', id: 'id' },
    { to: 'bob', text: 'psst', id: 'id' },
    { to: '#lobby', text: '/slash', id: 'id' },
    { to: '#lobby', text: 'waves', id: 'id', style: 'action' },
  ]);
  server.saysRaw(
    said('e:9', '#lobby', 'one\ntwo') +
      said('e:10', 'alice', 'secret') +
      said('e:11', '#tea', 'elsewhere') +
      said('e:12', '#lobby', 'waves', { style: 'action' }) +
      said('e:13', '#lobby', 'yes', { reply: 'e:9' }) +
      said('e:14', '#lobby', 'no', { reply: 'e:2' }),
  );
  await scene.person.sees('bob: (answers 2) no');
  await answers(server, 3, [9, { cursor: 'e:8', time: 0 }]);
  await answers(server, 3, [9, { cursor: 'e:15', time: 0, waits: true }], { nth: 2 });
  const refusal = { code: 54, name: 'muted', message: 'You are muted', until: 0, reason: 'noise' };
  await answers(server, 3, [5, refusal], { nth: 3 });
  server.saysRaw(
    line(22, { kind: 'waved', cursor: 'e:16', time: 0, from: bob, to: '#tea', text: 'bob waved' }) +
      line(23, { user: bob, here: true, away: 'lunch' }) +
      line(23, { user: bob, here: false }) +
      line(77, { later: true }),
  );
  await scene.person.sees('* bob is gone');
  assert.deepEqual(scene.person.screen.slice(-12), [
    'bob: one',
    'bob: two',
    'bob (to you): secret',
    '#tea bob: elsewhere',
    '* bob waves',
    'bob: (answers 9, bob: one…) yes',
    'bob: (answers 2) no',
    'bob is away and gets it later.',
    'Not sent to #lobby: You are muted. Reason: noise',
    '#tea * bob waved',
    '* bob is away: lunch',
    '* bob is gone',
  ]);
  assert.deepEqual(scene.person.prompts.slice(-2), ['#lobby (1 bob) > ', '#lobby (1 #tea, 1 bob) > ']);
  assert.ok(scene.person.speakers.includes('* bob'));
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

  test('is reported to the others at most every 4 s, and never for a command', async () => {
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
    const { ref } = await request(server, 20);
    server.saysRaw(line(5, { code: 54, name: 'muted', message: 'You are muted' }, ref) + line(6, {}, 2));
    await server.hears(line(10, {}, 2));
    assert.ok(!scene.person.screen.some((shown) => shown.includes('muted')), 'the message will be refused, too');
  });
});

describe('a connection that is lost', () => {
  test('is resumed at its place with the token; nothing is shown twice, and unacknowledged messages are sent again', async () => {
    const scene = new Scene(true);
    const first = await talking(scene);
    first.saysRaw(said('e:9', '#lobby', 'nine') + line(24, { resume: 'e:9' }) + said('e:11', '#lobby', 'eleven'));
    await scene.person.sees('bob: eleven');
    scene.person.type('mine', '/join #tea s3same');
    const chat = await request(first, 3);
    await answers(first, 12, [9, { cursor: 'e:12', time: 0, room: '#tea' }], { nth: 2 });
    await scene.person.isAsked('#tea > ');
    // The key that the person sets is remembered in place of the one that was needed.
    scene.person.type('/set key n3w');
    await answers(first, 35, [9, { cursor: 'e:30', time: 0 }]);
    await request(first, 35, 2);
    first.link.abort();
    await scene.person.sees('Reconnecting as alice when the server is back.');
    await scene.clock.pass(1000);
    const again = await scene.server(2);
    again.negotiates('2.0');
    const login = await request(again, 1);
    assert.deepEqual(login.payload, { name: 'alice', reads: true, token: 't1', resume: 'e:9' });
    again.saysRaw(welcome({ resumed: true, token: 't2', rooms: ['#lobby'] }, login.ref));
    assert.deepEqual(await request(again, 3), chat);
    assert.deepEqual(payloads(again, 12), [{ room: '#tea', key: 'n3w' }]);
    again.saysRaw(said('e:10', '#tea', 'ten') + said('e:11', '#lobby', 'eleven') + said('e:12', '#lobby', 'twelve'));
    again.saysRaw(said('e:13', '#lobby', 'thirteen'));
    await scene.person.sees('#lobby bob: thirteen');
    assert.deepEqual(scene.person.screen.slice(-3), ['You are back as alice.', 'bob: ten', '#lobby bob: thirteen']);
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

  test('is not resumed if another login replaced it', async () => {
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
  await answers(server, 1, [5, { code: 13, name: 'bad-login', message: 'Wrong name or password' }]);
  await scene.person.isAsked('Username: ', 2);
  assert.ok(scene.person.screen.includes('Wrong name or password.'));
  assert.deepEqual(scene.person.secret, [passwordPrompt]);
});

test('leaving logs out, and waits for the server for a while', async () => {
  const scene = new Scene();
  const server = await talking(scene);
  scene.person.type('/quit');
  await server.hears(line(4, {}));
  await scene.clock.pass(leaveTimeout);
  assert.equal(await scene.exit, 0);
});

test('an invitation that waited is shown once, and so are others that are still valid', async () => {
  const scene = new Scene();
  const server = await talking(scene, { user: { ...alice, account: true } });
  const invited = {
    kind: 'invited',
    from: bob,
    user: { id: 3, name: 'alice' },
    text: 'bob invited alice',
    waited: true,
  };
  server.saysRaw(line(22, { ...invited, cursor: 'e:5', time: 0, to: '#dev' }));
  const invitations = ['#dev', '#tea'].map((room) => ({ room, by: 'bob' }));
  await answers(server, 41, [41, { invitations }]);
  await scene.person.sees('bob invites you to #tea: /join #tea');
  assert.equal(scene.person.screen.filter((each) => each === 'bob invites you to #dev: /join #dev').length, 1);
});
