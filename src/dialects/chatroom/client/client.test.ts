import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ChatroomServer } from '../../../../test/chatroom-server.ts';
import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';
import { systemClock } from '#server/system-clock.ts';
import { come, type Comer, patient } from './comer.suite.ts';
import { leaveTimeout } from './conversation.ts';
import { menu } from './words.ts';
import { OriginalServer } from '../original-server.suite.ts';

const head = '*** Incoming Public Message ***: ';
const privateHead = '*** Incoming Private Message ***: ';

describe('our clients on an original server', () => {
  const open = (): { server: OriginalServer; join(name: string, ...lines: (string | undefined)[]): Comer } => {
    const server = new OriginalServer();
    const connect = async (): Promise<Link> => server.connect();
    return {
      server,
      join(name, ...lines) {
        const comer = come(connect, { name });
        comer.person.type(...lines);
        return comer;
      },
    };
  };

  test('register, are asked again for a wrong password, and come back', async () => {
    const { server, join } = open();
    const alice = join('alice', 's3cret', 'EX');
    assert.equal(await alice.exit, 0);
    assert.deepEqual(alice.person.screen, [menu]);
    assert.deepEqual(alice.person.prompts, ['', 'Enter password: ', '', '> ', '']);
    const again = join('alice', 'wrong', 's3cret', 'EX');
    assert.equal(await again.exit, 0);
    const asked = "Enter user's password: ";
    assert.deepEqual(again.person.prompts, ['', asked, '', asked, '', '> ', '']);
    assert.deepEqual(server.users, new Map([['alice', 's3cret']]));
    assert.deepEqual(server.deaths, []);
  });

  test('show what is still pushed after EX', async () => {
    const { server } = open();
    server.lastPush = '[INFO] Message sent to 1 user.';
    const clock: Clock = {
      ...patient,
      after: (ms, call) => (ms === leaveTimeout ? () => {} : patient.after(ms, call)),
    };
    const alice = come(async () => server.connect(), { name: 'alice', clock });
    alice.person.type('s3cret', 'BM', 'bye', 'EX');
    assert.equal(await alice.exit, 0);
    assert.deepEqual(alice.person.screen, [menu, server.lastPush]);
    assert.deepEqual(server.deaths, []);
  });

  test('are asked for a name', async () => {
    const { server } = open();
    const alice = come(async () => server.connect());
    alice.person.type(' ', 'alice', 's3cret', 'ex');
    assert.equal(await alice.exit, 0);
    assert.equal(alice.person.prompts[0], 'Username: ');
    assert.deepEqual([...server.users.keys()], ['alice']);
  });

  test('talk: BM, PM, CH, EX', async () => {
    const { server, join } = open();
    const alice = join('alice', 'a');
    await alice.person.isAsked('> ');
    const bob = join('bob', 'b');
    await bob.person.isAsked('> ');
    alice.person.type('nonsense', 'bm', 'hello all');
    await bob.person.sees(`${head}hello all`);
    bob.person.type('PM', 'nobody', 'ALICE', 'psst', 'CH');
    await alice.person.sees(`${privateHead}psst`);
    const line = (said: string): string => `2026-11-20 21:31:31.350308\t${said}`;
    await bob.person.sees(line('PM\tsentby:bob recvby:alice\tpsst'));
    assert.deepEqual(alice.person.screen, [menu, menu, `${privateHead}psst`]);
    assert.deepEqual(bob.person.screen, [
      menu,
      `${head}hello all`,
      'Peer(s) online: alice',
      'Invalid user. Try again...',
      line('BM\tsentby:alice recvby:*\thello all'),
      line('PM\tsentby:bob recvby:alice\tpsst'),
    ]);
    for (const { person, exit } of [alice, bob]) {
      person.type('EX');
      assert.equal(await exit, 0);
    }
    await server.until(() => server.online.size === 0);
    assert.deepEqual(server.deaths, []);
  });

  test('return to the menu with an empty line at every prompt, and nothing is sent to others', async () => {
    const { server, join } = open();
    const alice = join('alice', 'a');
    await alice.person.isAsked('> ');
    const bob = join('bob', 'b', 'BM', '', 'PM', ' ', 'PM', 'alice', '', 'CH');
    await bob.person.sees('2026-11-20 21:31:31.350308\tPM\tsentby:bob recvby:bob\t');
    bob.person.type('BM', 'hello', 'EX');
    assert.equal(await bob.exit, 0);
    await alice.person.sees(`${head}hello`);
    assert.deepEqual(alice.person.screen, [menu, `${head}hello`]);
    assert.deepEqual(server.deaths, []);
  });

  for (const [at, lines] of [
    ['Username: ', []],
    ['Enter password: ', ['bob']],
    ['> ', ['bob', 'b']],
    ['> Enter the public message: ', ['bob', 'b', 'BM']],
    ['Peer to message: ', ['bob', 'b', 'PM']],
    ['Enter private message: ', ['bob', 'b', 'PM', 'alice']],
  ] as const) {
    test(`leave with EX or /quit at ${at}`, async () => {
      for (const word of ['EX', '/quit']) {
        const { server, join } = open();
        const alice = join('alice', 'a');
        await alice.person.isAsked('> ');
        const bob = come(async () => server.connect());
        bob.person.type(...lines);
        await bob.person.isAsked(at);
        bob.person.type(word);
        assert.equal(await bob.exit, 0);
        assert.deepEqual(alice.person.screen, [menu]);
      }
    });
  }

  test('are asked for the name again after an empty password, which is not seen', async () => {
    const { join, server } = open();
    const alice = come(async () => server.connect());
    alice.person.type('', 'alcie', '', 'alice', 's3cret', 'EX');
    assert.equal(await alice.exit, 0);
    const [name, password] = ['Username: ', 'Enter password: '];
    assert.deepEqual(
      alice.person.prompts.filter((prompt) => prompt.length > 2),
      [name, name, password, name, password],
    );
    assert.deepEqual(alice.person.secret.filter(Boolean), [password, password]);
    assert.ok(alice.person.hints.includes('Type a name, or EX to leave.'));
    const again = join('alice', 's3cret', 'EX');
    assert.equal(await again.exit, 0);
    assert.deepEqual(again.person.secret.filter(Boolean), ["Enter user's password: "]);
  });

  test('skip empty lines of a pipe', async () => {
    const { server, join } = open();
    const alice = join('alice');
    alice.person.interactive = false;
    alice.person.type('', 'a', 'BM', '', 'hello', undefined);
    assert.equal(await alice.exit, 0);
    assert.deepEqual(server.history, ['BM alice: hello']);
  });

  test('say so when nobody is there, and go on', async () => {
    const { server, join } = open();
    const alice = join('alice', 'a', 'CH', 'PM', 'BM', 'hello', 'EX');
    assert.equal(await alice.exit, 0);
    assert.deepEqual(alice.person.screen, [menu, 'No chat history', 'Nobody else is online.']);
    await server.until(() => server.online.size === 0);
    assert.deepEqual(server.history, ['PM alice alice: ', 'BM alice: hello']);
    assert.deepEqual(server.deaths, []);
  });

  test('leave at Ctrl-C with EX, and at the end of input', async () => {
    const { server, join } = open();
    const alice = join('alice', 'a');
    await alice.person.isAsked('> ');
    alice.person.interrupt();
    assert.equal(await alice.exit, 0);
    assert.equal(alice.person.screen.at(-1), '[INFO] Shutting down connection manually...');
    const bob = join('bob', 'b', 'BM', 'bye', undefined);
    assert.equal(await bob.exit, 0);
    await server.until(() => server.online.size === 0);
    assert.deepEqual(server.history, ['BM bob: bye']);
  });

  test('pair their links again when those of another client were mixed up with them', async () => {
    const { server } = open();
    let calls = 0;
    const connect = async (): Promise<Link> => {
      const link = server.connect();
      // Somebody else's first link takes the place of our second one, and the second one that of our first.
      if (++calls <= 2) server.cross();
      return link;
    };
    const alice = come(connect, { name: 'alice' });
    alice.person.type('a', 'EX');
    assert.equal(await alice.exit, 0);
    assert.ok(calls > 2);
    assert.deepEqual([...server.users.keys()], ['alice']);
  });
});

describe('our clients on our server', () => {
  test('may come at the same time', async () => {
    await using server = await ChatroomServer.open();
    const names = ['alice', 'bob', 'carol'];
    const comers = names.map((name) => come(() => server.connect(), { name, clock: systemClock }));
    for (const { person } of comers) person.type('s3cret', 'EX');
    assert.deepEqual(await Promise.all(comers.map(({ exit }) => exit)), [0, 0, 0]);
    for (const name of names) assert.ok(server.chat.accountNamed(name), name);
  });

  test('talk to each other and to an original’s', async () => {
    await using server = await ChatroomServer.open();
    const connect = (): Promise<Link> => server.connect();
    const alice = come(connect, { name: 'alice' });
    alice.person.type('s3cret');
    await alice.person.isAsked('> ');
    const bob = await server.comes('bob');
    alice.person.type('BM', 'hello');
    await bob.hears(`${head}alice: hello`);
    await alice.person.sees('[INFO] Message sent to 1 user.');
    alice.person.type('PM', 'bob', 'psst');
    await bob.hears('*** Incoming Private Message from alice ***', `${privateHead}psst`);
    await alice.person.sees('[INFO] Message sent to bob.');
    await bob.tells('alice', 'yes?');
    await alice.person.sees('*** Incoming Private Message from bob ***');
    await alice.person.sees(`${privateHead}yes?`);
    assert.deepEqual(alice.person.speakers.at(-1), privateHead);
    alice.person.type('EX');
    assert.equal(await alice.exit, 0);
    assert.deepEqual(server.log, []);
  });

  test('say so when nobody is there, and nothing else', async () => {
    await using server = await ChatroomServer.open();
    const alice = come(() => server.connect(), { name: 'alice' });
    alice.person.type('s3cret', 'PM', 'CH', 'EX');
    assert.equal(await alice.exit, 0);
    assert.deepEqual(alice.person.screen, [menu, 'Nobody else is online.', 'No chat history']);
  });

  test('say why a name is unavailable, and ask for another one', async () => {
    await using server = await ChatroomServer.open();
    await server.onNick('carol');
    const alice = come(() => server.connect(), { name: 'carol' });
    const why = '[INFO] The name carol is taken. No password will be accepted; log in with another name.';
    await alice.person.sees(why);
    alice.person.type('alice', 's3cret');
    await alice.person.isAsked('> ');
    assert.deepEqual(alice.person.screen, [why, menu]);
    alice.person.type('EX');
    assert.equal(await alice.exit, 0);
  });

  test('reconnect with the password when the server is back', async () => {
    await using server = await ChatroomServer.open();
    const alice = come(() => server.connect(), { name: 'alice', reconnect: true });
    alice.person.type('s3cret');
    await alice.person.isAsked('> ');
    await server.restart();
    await alice.person.sees('Reconnecting as alice when the server is back.');
    await alice.person.sees('You are back as alice.');
    alice.person.type('BM', 'hello', 'EX');
    assert.equal(await alice.exit, 0);
  });
});
