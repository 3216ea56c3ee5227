import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene, wrote } from './scene.suite.ts';
import { closedWords, credentialWords, silentWords, unansweredWords } from './words.ts';
import { leaveTimeout, pingInterval, versionTimeout } from './conversation.ts';

test('from the version to the logout, in the words of the original', async () => {
  const scene = new Scene();
  const server = await scene.talking();
  scene.person.type('', '  ', 'naïve "q"');
  await server.hears(wrote.chat(1, scene.time, 'naïve "q"'));
  server.parrots();
  await scene.person.isAsked('> ', 2);
  scene.person.type('!QUIT');
  await server.isLeft();
  server.link.end();
  assert.equal(await scene.exit, 0);
  assert.deepEqual(server.heard, [
    wrote.versions(),
    wrote.login('user1', 'pass1'),
    wrote.chat(1, scene.time, 'naïve "q"'),
    wrote.logout(1),
  ]);
  assert.deepEqual(scene.person.screen, [
    '[cli] transitioning from DISCONNECTED to INITIAL',
    '[cli] Negotiated protocol version: 1.2',
    '[cli] transitioning from INITIAL to CONNECTED',
    '[cli] transitioning from CONNECTED to REQUEST',
    '[cli] transitioning from REQUEST to READY',
    '[cli] Login successful, assigned ID: 1',
    'Enter messages to chat. Type "!quit" or "!exit" to logout',
    '[cli] transitioning from READY to CHATTING',
    `[cli] server response:  {'id': 1, 'time': ${scene.time}, 'message': 'naïve "q"'}`,
    '[cli] sending logout',
    '[cli] transitioning from CHATTING to CLOSED',
    '[cli] logged out',
  ]);
});

describe('a login', () => {
  test('asks again until name and password have a valid length', async () => {
    const scene = new Scene();
    const server = await scene.server();
    server.negotiates();
    scene.person.type('', 'x'.repeat(33), 'user2', '', 'user1', 'y'.repeat(33), 'pass1');
    await server.hears(wrote.login('user1', 'pass1'));
    assert.equal(scene.person.screen.filter((line) => line === credentialWords).length, 3);
    const [name, password] = ['Username: ', 'Password: '];
    assert.deepEqual(scene.person.prompts.slice(0, 7), [name, name, name, password, name, password, password]);
    assert.deepEqual(new Set(scene.person.secret), new Set([password]));
    scene.person.interrupt();
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.equal(server.heard.length, 2, 'no logout is sent without a login');
  });

  test('that is refused is asked for again, on another connection', async () => {
    const scene = new Scene();
    const first = await scene.proposing('user1', 'wrong');
    first.admits(undefined);
    await first.isLeft();
    first.link.end();
    await scene.person.sees('[cli] login failed, bad credentials.');
    assert.match(scene.person.hints.join(), /Register on another dialect/);
    const second = await scene.proposing('user2', 'pass2', 2);
    second.admits(7);
    await scene.person.isAsked('> ');
    await scene.person.sees('[cli] Login successful, assigned ID: 7');
  });

  test('that is replaced by one from elsewhere is reported', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('user1', 'pass1', 'what was to be said', undefined);
    const server = await scene.server();
    server.negotiates();
    await server.hears(wrote.login('user1', 'pass1'));
    server.fails(3, 'User already logged in from another location');
    assert.equal(await scene.exit, 1);
    await scene.person.sees('[cli] Error received [3]: User already logged in from another location');
    assert.equal(server.heard.length, 2);
  });

  test('with a name that was given asks for the password only', async () => {
    const scene = new Scene(false, 'user1');
    const server = await scene.server();
    server.negotiates();
    await scene.person.isAsked('Password: ');
    scene.person.type('pass1');
    await server.hears(wrote.login('user1', 'pass1'));
    assert.ok(!scene.person.prompts.includes('Username: '));
    scene.person.interrupt();
  });
});

describe('chat', () => {
  test('one at a time: the next waits for the echo', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('one', 'two');
    await server.hears(wrote.chat(1, scene.time, 'one'));
    server.parrots();
    await server.hears(wrote.chat(1, scene.time, 'two'));
    assert.equal(server.heard.length, 4);
    scene.person.interrupt();
  });

  test('an unrequested PDU is not an answer', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.saysRaw(wrote.chat(1, 5, 'unasked'));
    scene.person.type('one');
    await server.hears(wrote.chat(1, scene.time, 'one'));
    server.parrots();
    await scene.person.isAsked('> ', 2);
    assert.ok(!scene.person.screen.some((line) => line.includes('unasked')));
    scene.person.interrupt();
  });

  test('an error for a message is shown, and the client continues', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('one');
    await server.hears(wrote.chat(1, scene.time, 'one'));
    server.fails(6, 'Not sent: the message is too long');
    await scene.person.sees('[cli] Error received [6]: Not sent: the message is too long');
    await scene.person.isAsked('> ', 2);
    scene.person.interrupt();
  });

  test('too long is not sent', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    const server = await scene.talking();
    scene.person.type('x'.repeat(70_000), 'short', undefined);
    await server.hears(wrote.chat(1, scene.time, 'short'));
    server.parrots();
    await server.isLeft();
    server.link.end();
    assert.equal(await scene.exit, 1);
  });

  test('pings every ten seconds, also while it waits for an echo', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    await scene.clock.pass(pingInterval - 1);
    assert.equal(server.heard.length, 2);
    await scene.clock.pass(1);
    await server.hears(wrote.ping(1));
    scene.person.type('one');
    await server.hears(wrote.chat(1, scene.time, 'one'));
    await scene.clock.pass(pingInterval);
    await server.hears(wrote.ping(1));
    scene.person.interrupt();
    await server.isLeft();
    await scene.clock.pass(pingInterval);
    assert.equal(server.heard.at(-1), wrote.logout(1));
  });
});

describe('the end', () => {
  test('a session that was silent too long', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.fails(2, 'Session timed out due to inactivity', 1);
    assert.equal(await scene.exit, 1);
    await scene.person.sees('[cli] Error received [2]: Session timed out due to inactivity');
    await server.isLeft();
  });

  test('a server that vanishes', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.equal(scene.person.screen.at(-1), closedWords);
  });

  test('a server that does not close is not waited for', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type(undefined);
    await server.isLeft();
    await scene.clock.pass(leaveTimeout);
    assert.equal(await scene.exit, 0);
  });

  test('reconnects under the same name, and sends again what was not echoed', async () => {
    const scene = new Scene(true);
    const server = await scene.talking();
    scene.person.type('one');
    await server.hears(wrote.chat(1, scene.time, 'one'));
    server.link.end();
    await server.isLeft();
    await scene.clock.pass(1000);
    const again = await scene.server(2);
    await again.hears(wrote.versions());
    again.negotiates();
    await again.hears(wrote.login('user1', 'pass1'));
    again.admits(2);
    await again.hears(wrote.chat(2, scene.time, 'one'));
    // Thrown out by another of the same name, it does not fight.
    again.fails(3, 'User logged in from another location');
    assert.equal(await scene.exit, 1);
  });
});

describe('servers of other protocols', () => {
  const where = 'The connection was to 127.0.0.1:43221; the usual port of pdu is 55667.';
  const sent = (what: string): string => `This does not look like a pdu server: it sent ${what}.`;
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['another protocol', 'HALLO, who are you?\n', sent('"HALLO, who are you?"'), where],
    ['nick', '\0\x05HELLO', sent('"␀␅HELLO", as a nick server does'), 'Try: polylogue nick client 127.0.0.1 43221'],
    ['HTTP', 'HTTP/1.1 400 Bad\r\n', sent('"HTTP/1.1 400 Bad", as a web server does'), where],
    ['another answer', wrote.ping(1), unansweredWords, where],
  ];
  for (const [what, says, words, remedy] of rows) {
    test(what, async () => {
      const scene = new Scene();
      const server = await scene.server();
      server.saysRaw(says);
      assert.equal(await scene.exit, 1);
      assert.deepEqual(scene.person.screen.slice(-2), [words, remedy]);
    });
  }

  test('one that closes', async () => {
    const scene = new Scene();
    (await scene.server()).link.end();
    assert.equal(await scene.exit, 1);
    assert.equal(
      scene.person.screen.at(-2),
      'This does not look like a pdu server: it closed the connection without a version.',
    );
  });

  test('silence', async () => {
    const scene = new Scene();
    await (await scene.server()).hears(wrote.versions());
    await scene.clock.pass(versionTimeout);
    assert.equal(await scene.exit, 1);
    assert.equal(scene.person.screen.at(-2), silentWords(versionTimeout / 1000));
  });
});

describe('versions', () => {
  for (const [code, message] of [
    [5, 'Incompatible version'],
    [4, 'Client update required'],
  ] as const) {
    test(`refused with ${code}`, async () => {
      const scene = new Scene(false, undefined, { versions: '0' });
      const server = await scene.server();
      await server.hears(wrote.versions(['0']));
      server.fails(code, message);
      assert.equal(await scene.exit, 1);
      await scene.person.sees(`[cli] Error received [${code}]: ${message}`);
    });
  }

  test('in the order they are given', async () => {
    const scene = new Scene(false, undefined, { versions: '1.0, 1.2' });
    await (await scene.server()).hears(wrote.versions(['1.0', '1.2']));
    scene.person.interrupt();
  });
});
