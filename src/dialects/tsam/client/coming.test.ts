import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ClientScene, ServerEnd } from '#client/client-scene.suite.ts';
import { secondOf } from '#text/local-time.ts';
import type { Link } from '#link/link.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { commandSecrets, nameSecrets } from './words.ts';
import { closeTimeout } from '#client/contact.ts';
import { answerTimeout } from './conversation.ts';
import { pause as reading } from './split-replies.ts';
import { tsam } from '../tsam.ts';

class Scene extends ClientScene<ServerEnd> {
  constructor(reconnect = false, name?: string) {
    super(tsam, (link: Link) => new ServerEnd(link), { reconnect, name });
  }

  stamp(): string {
    return `[${secondOf(this.clock.now())}]`;
  }
}

describe('a name', () => {
  const name = 'Name (empty for none): ';

  test('is asked for on a terminal', async () => {
    const scene = new Scene();
    await scene.person.isAsked(name);
    scene.person.type('carol');
    const server = await scene.server();
    await server.hears('\x01LOGIN,carol\x04');
    assert.match(scene.person.hints.join(), /SENDMSG,#lobby,TEXT.*\/help/);
    assert.equal(scene.person.prompts.at(-1), '');
  });

  for (const [typed, sent] of [
    ['carol s3cret', 'LOGIN,carol,s3cret'],
    ['LOGIN,carol', 'LOGIN,carol'],
    ['LISTSERVERS', 'LISTSERVERS'],
    ['SENDMSG,#lobby,hi', 'SENDMSG,#lobby,hi'],
    ['LEAVE', 'LEAVE'],
    ['/quit', 'LEAVE'],
  ] as const) {
    test(`${typed} sends ${sent}`, async () => {
      const scene = new Scene();
      const server = await scene.server();
      scene.person.type(typed);
      await server.hears(`\x01${sent}\x04`);
    });
  }

  test('may be left out, and is not asked for again; /help may come first', async () => {
    const scene = new Scene(true);
    const server = await scene.server();
    scene.person.type('/help', '', 'KEEPALIVE');
    await server.hears('\x01KEEPALIVE\x04');
    assert.ok(scene.person.screen.includes('LEAVE, /quit               leaves'));
    server.link.abort();
    await scene.person.sees('Reconnecting as a client when the server is back.');
    await scene.clock.pass(1000);
    await scene.server(2);
    assert.equal(scene.person.prompts.filter((prompt) => prompt === name).length, 1);
  });

  test('is not asked for on a pipe, where commands come', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('LISTSERVERS');
    await (await scene.server()).hears('\x01LISTSERVERS\x04');
    assert.ok(!scene.person.prompts.includes(name));
    assert.deepEqual(scene.person.hints, []);
  });

  test('/login asks for its password, then and later', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type('/login bob', '', '/login bob', 'secret');
    await server.hears('\x01LOGIN,bob,secret\x04');
    await scene.clock.pass(pauseBetweenWrites);
    scene.person.type('/login rob', 'tea');
    await server.hears('\x01LOGIN,rob,tea\x04');
    assert.deepEqual(scene.person.secret, ['Password of bob: ', 'Password of bob: ', 'Password of rob: ']);
    assert.doesNotMatch(scene.person.screen.join(), /secret|tea/);
  });
});

test('after reconnecting, a person who was in a room is told that commands are about #lobby', async () => {
  const about = (room: string): string =>
    `Connected again: commands without a room are about #lobby now. /join ${room} makes it ${room}.`;
  const scene = new Scene(true);
  const { person, clock } = scene;
  person.type('');
  const first = await scene.server();
  person.type('GETMSGS,#tea');
  await first.hears('\x01GETMSGS,#tea\x04');
  first.link.abort();
  await person.sees('Reconnecting as a client when the server is back.');
  await clock.pass(1000);
  const second = await scene.server(2);
  await new Promise(setImmediate);
  assert.equal(person.hints.at(-1), about('#tea'));
  second.saysRaw('You are in #dev. SENDMSG,#dev,TEXT sends there, GETMSGS,#dev reads.');
  await new Promise(setImmediate);
  await clock.pass(reading);
  second.link.abort();
  await person.sees('Reconnecting as a client when the server is back.', 2);
  await clock.pass(1000);
  const third = await scene.server(3);
  await new Promise(setImmediate);
  assert.equal(person.hints.at(-1), about('#dev'));
  third.link.abort();
  await person.sees('Over and Out: the connection broke off.', 3);
  await clock.pass(2000);
  await scene.server(4);
  await new Promise(setImmediate);
  assert.equal(person.hints.filter((hint) => hint.startsWith('Connected')).length, 2, 'it is in no room now');
});

describe('another server', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['nick', '', '\0\x05HELLO', 'it sent "␀␅HELLO", as a nick server does'],
    ['direct', 'carol', 'Invalid username. Connection closing.\n', 'as a direct server does'],
    ['pdu', 'carol', '{"mtype": 5, "payload": {}}\n', 'as a pdu server does'],
    ['HTTP', 'carol', 'HTTP/1.1 400 Bad Request\r\n', 'as a web server does'],
    ['SSH', '', 'SSH-2.0-x\r\n', 'as an SSH server does'],
  ];
  for (const [what, typed, says, reason] of rows) {
    test(`of ${what} is none of tsam`, async () => {
      const scene = new Scene();
      const server = await scene.server();
      if (typed !== '') {
        scene.person.type(typed);
        await server.hears('\x01LOGIN,carol\x04');
      }
      server.saysRaw(says);
      await new Promise(setImmediate);
      await scene.clock.pass(reading);
      assert.equal(await scene.exit, 1);
      const begin = 'This does not look like a tsam server: ';
      const words = scene.person.screen.find((line) => line.startsWith(begin)) ?? '';
      assert.ok(words.includes(reason), words);
    });
  }

  test('that answers nothing is remarked on, since an original does not answer LOGIN', async () => {
    const scene = new Scene();
    scene.person.type('carol');
    const server = await scene.server();
    await server.hears('\x01LOGIN,carol\x04');
    await scene.clock.pass(answerTimeout);
    assert.match(scene.person.hints.at(-1) ?? '', /did not answer LOGIN/);
    await server.hears('\x01LOGIN,carol\x04', '\x01LISTSERVERS\x04');
    await scene.clock.pass(answerTimeout);
    assert.equal(await scene.exit, 1);
    assert.ok(scene.person.screen.includes('This does not look like a tsam server: it answered nothing.'));
  });

  test('that answers only LISTSERVERS is an original, and the client stays', async () => {
    const scene = new Scene();
    scene.person.type('carol');
    const server = await scene.server();
    await server.hears('\x01LOGIN,carol\x04');
    await scene.clock.pass(answerTimeout);
    await server.hears('\x01LOGIN,carol\x04', '\x01LISTSERVERS\x04');
    server.saysRaw('SERVERS,A5_1,127.0.0.1,58069');
    await new Promise(setImmediate);
    await scene.clock.pass(reading);
    await scene.clock.pass(answerTimeout);
    scene.person.type('KEEPALIVE,A5_1');
    await server.hears('\x01KEEPALIVE,A5_1\x04');
  });

  test('whose last words tell what it is', async () => {
    const scene = new Scene(false, 'carol');
    const server = await scene.server();
    await server.hears('\x01LOGIN,carol\x04');
    server.saysRaw('Invalid username. Connection closing.\n');
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.match(
      scene.person.screen.slice(1).join('|'),
      /as a direct server does\.\|Try: polylogue direct client \S+ \d+$/,
    );
  });

  test('that answers nothing to a pipe: exit 1', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('LISTSERVERS', undefined);
    const server = await scene.server();
    await server.hears('\x01LISTSERVERS\x04');
    await scene.clock.pass(pauseBetweenWrites);
    await server.hears('\x01LISTSERVERS\x04', '\x01LEAVE\x04');
    await scene.clock.pass(closeTimeout);
    assert.equal(await scene.exit, 1);
  });

  test('that closes without an answer', async () => {
    const scene = new Scene();
    scene.person.type('LISTSERVERS');
    const server = await scene.server();
    await server.hears('\x01LISTSERVERS\x04');
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.ok(
      scene.person.screen.includes(
        'This does not look like a tsam server: it closed the connection without an answer.',
      ),
    );
  });
});

test('the hidden parts of typed lines', () => {
  assert.deepEqual(
    ['LOGIN,bob,s3cret', 'LOGIN bob s3cret', 'LOGIN, bob, s3cret', 'LOGIN,bob', 'REGISTER,s3', 'SENDMSG,a,b'].map(
      commandSecrets,
    ),
    ['LOGIN,bob,******', 'LOGIN bob ******', 'LOGIN, bob, ******', 'LOGIN,bob', 'REGISTER,**', 'SENDMSG,a,b'],
  );
  assert.deepEqual(['bob s3 cret', 'LOGIN,bob,s3', '/login bob', 'SENDMSG a b'].map(nameSecrets), [
    'bob *******',
    'LOGIN,bob,**',
    '/login bob',
    'SENDMSG a b',
  ]);
});
