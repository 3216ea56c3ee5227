import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { withPasswordHint } from '#client/login-prompt.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { Scene, type Server, welcome } from './scene.suite.ts';
import { badNameWords, disconnectedWords, maxTyped, namePrompt, nameSecrets, talkSecrets } from './words.ts';
import { passwordTimeout, welcomeTimeout } from './conversation.ts';
import { linePause } from './split-lines.ts';

/** Lets the client write what waits for its time. */
const next = (scene: Scene): Promise<void> => scene.clock.pass(pauseBetweenWrites);
const taken = 'Username already taken. Connection closing.';

describe('coming', () => {
  test('asks for a name, and sends nothing more before Welcome', async () => {
    const scene = new Scene();
    const { person } = scene;
    const server = await scene.server();
    person.type('', ' : ', ' alice ', 'bob: hi');
    await server.hears('alice\n');
    await scene.clock.pass(welcomeTimeout - 1);
    assert.deepEqual(server.heard, ['alice\n']);
    server.says(welcome('alice'));
    await server.hears('alice\n', 'bob: hi\n');
    assert.deepEqual(person.screen, [badNameWords, badNameWords, welcome('alice')]);
    assert.deepEqual(person.prompts, [namePrompt, namePrompt, namePrompt, '', '']);
  });

  test('a password goes with the name, and is never shown', async () => {
    const scene = new Scene(true);
    const server = await scene.talking('alice secret');
    server.link.abort();
    await scene.person.sees('Reconnecting as alice when the server is back.');
    await scene.clock.pass(1000);
    await (await scene.server(2)).hears('alice secret\n');
    assert.doesNotMatch([...scene.person.screen, ...scene.person.prompts].join('\n'), /secret/);
  });

  test('a refusal that closes is shown, and another name asked for on a new connection', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type('alice');
    await server.hears('alice\n');
    server.says(taken);
    server.link.end();
    const second = await scene.server(2);
    await scene.person.isAsked(namePrompt, 2);
    scene.person.type('bob');
    await second.hears('bob\n');
    second.says(welcome('bob'));
    await scene.person.sees(welcome('bob'));
    assert.deepEqual(scene.person.screen, [taken, welcome('bob')]);
    assert.equal(scene.person.hints[0], withPasswordHint);
  });

  test('if a password was given, there is no hint about passwords', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type('alice secret');
    await server.hears('alice secret\n');
    server.says(taken);
    server.link.end();
    await scene.person.isAsked(namePrompt, 2);
    assert.deepEqual([scene.person.screen, scene.person.hints], [[taken], []]);
  });

  test('a refusal ends a pipe', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('alice', 'bob: hi');
    const server = await scene.server();
    await server.hears('alice\n');
    server.says(taken);
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.deepEqual([scene.person.screen, scene.calls], [[taken], 1]);
  });

  test('a server that sends nothing is not a direct server', async () => {
    const scene = new Scene();
    scene.person.type('alice');
    await (await scene.server()).hears('alice\n');
    await scene.clock.pass(welcomeTimeout);
    assert.equal(await scene.exit, 1);
    assert.deepEqual(scene.person.screen, [
      'This does not look like a direct server: it sent no Welcome within 10 seconds.',
      'The connection was to 127.0.0.1:43221; the usual port of direct is 8080.',
    ]);
  });

  test('after a password it may take as long as wrong ones are slowed', async () => {
    const scene = new Scene();
    scene.person.type('alice secret');
    const server = await scene.server();
    await server.hears('alice secret\n');
    await scene.clock.pass(passwordTimeout - 1);
    server.says(welcome('alice'));
    await scene.person.sees(welcome('alice'));
  });

  const wrongProtocol: readonly (readonly [string, boolean, string, string])[] = [
    ['nick', false, '\0\x05HELLO', 'it sent "␀␅HELLO", as a nick server does'],
    ['tsam', true, 'Error: Unknown command alice.', 'it sent "Error: Unknown command alice.", as a tsam server does'],
    ['pdu', true, '{"mtype": 5}\n', 'it sent "{"mtype": 5}", as a pdu server does'],
    ['HTTP', true, 'HTTP/1.1 400 Bad Request\r\n', 'it sent "HTTP/1.1 400 Bad Request", as a web server does'],
    ['SSH', false, 'SSH-2.0-OpenSSH\r\n', 'it sent "SSH-2.0-OpenSSH", as an SSH server does'],
    ['something binary', true, '\x07\x01\n', 'it sent "␇␁"'],
  ];
  for (const [what, named, says, reason] of wrongProtocol) {
    test(`a server of ${what} is none`, async () => {
      const scene = new Scene();
      const server = await scene.server();
      if (named) {
        scene.person.type('alice');
        await server.hears('alice\n');
      }
      server.saysRaw(says);
      await new Promise((resolve) => setImmediate(resolve));
      await scene.clock.pass(linePause);
      assert.equal(await scene.exit, 1);
      assert.equal(scene.person.screen[0], `This does not look like a direct server: ${reason}.`);
    });
  }

  test('a server that closes without a line is not a direct server', async () => {
    const scene = new Scene(false, 'alice');
    const server = await scene.server();
    await server.hears('alice\n');
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.equal(
      scene.person.screen[0],
      'This does not look like a direct server: it closed the connection without a Welcome.',
    );
  });

  test('/login asks for the password', async () => {
    const scene = new Scene();
    scene.person.type('/login alice', '', '/login alice', 'secret');
    await (await scene.server()).hears('alice secret\n');
    assert.deepEqual(scene.person.secret, ['Password of alice: ', 'Password of alice: ']);
  });

  test('the hidden parts of typed lines', () => {
    assert.deepEqual(['alice', 'alice s3 cret', '/login alice'].map(nameSecrets), [
      'alice',
      'alice *******',
      '/login alice',
    ]);
    assert.deepEqual(['/register s3cret', '/Register s3cret', 'bob: /register x', '#lobby: hi'].map(talkSecrets), [
      '/register ******',
      '/Register ******',
      'bob: /register x',
      '#lobby: hi',
    ]);
  });

  test('a hint is shown after the first Welcome; not on a pipe, and not after reconnecting', async () => {
    const scene = new Scene();
    await scene.talking();
    assert.match(scene.person.hints.join(), /#lobby: text.*\/help/);
  });
});

describe('--name', () => {
  test('is used without asking', async () => {
    const scene = new Scene(false, 'alice');
    const server = await scene.server();
    await server.hears('alice\n');
    server.says(welcome('alice'));
    await scene.person.sees(welcome('alice'));
    assert.ok(!scene.person.prompts.includes(namePrompt));
  });

  for (const name of ['alice', 'a:b', 'x'.repeat(maxTyped + 1)]) {
    const sent = name === 'alice';
    const refuse = async (scene: Scene): Promise<void> => {
      const server = await scene.server();
      if (!sent) return;
      await server.hears('alice\n');
      server.says(taken);
      server.link.end();
    };
    test(`refused (${name.slice(0, 5)}): asks on a terminal`, async () => {
      const scene = new Scene(false, name);
      await refuse(scene);
      await scene.person.isAsked(namePrompt);
      assert.deepEqual([scene.person.screen.length, scene.person.hints.length], [1, sent ? 1 : 0]);
      scene.person.type('bob');
      await (await scene.server(sent ? 2 : 1)).hears('bob\n');
    });

    test(`refused (${name.slice(0, 5)}): exits 1 on a pipe, and takes nothing for a name`, async () => {
      const scene = new Scene(false, name);
      scene.person.interactive = false;
      scene.person.type('bob: hi');
      await refuse(scene);
      assert.equal(await scene.exit, 1);
      assert.equal(scene.person.screen.length, 1);
      assert.doesNotMatch(scene.servers.map(({ heard }) => heard.join('')).join(''), /bob/);
    });
  }
});

describe('talking', () => {
  test('one line a segment, 50 ms apart, without blank ones', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('bob: one', ' ', 'bob: two ', 'bob:');
    await server.hears('bob: one\n');
    await scene.clock.pass(pauseBetweenWrites - 1);
    assert.equal(server.heard.length, 2);
    await scene.clock.pass(1);
    await next(scene);
    assert.deepEqual(server.heard.slice(1), ['bob: one\n', 'bob: two \n', 'bob:\n']);
  });

  test('a line that is longer than the original reads is refused', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    const longest = `bob: ${'é'.repeat((maxTyped - 5) / 2)}`;
    scene.person.type(`${longest}x`, longest);
    await server.hears(`${longest}\n`);
    assert.deepEqual(scene.person.screen.slice(1), [
      `Not sent: it has ${maxTyped + 1} bytes, and the original's server reads at most ${maxTyped} at a time.`,
    ]);
  });
});

describe('hearing', () => {
  const cases: readonly (readonly [string, (server: Server, scene: Scene) => unknown, readonly string[]])[] = [
    [
      'lines, several at once',
      (server) => server.says('[bob] hi', '[bob #lobby] : hi', ''),
      ['[bob] hi', '[bob #lobby] : hi', ''],
    ],
    [
      'lines in pieces, cut within a character',
      (server) => {
        const bytes = Buffer.from('[bob] é\r\n[eve] x\n');
        for (const byte of bytes) server.link.write(Buffer.from([byte]));
      },
      ['[bob] é', '[eve] x'],
    ],
    [
      'what has no end, after a while',
      async (server, { clock, person }) => {
        server.saysRaw('[bob]  hi');
        await new Promise((resolve) => setImmediate(resolve));
        await clock.pass(linePause - 1);
        assert.ok(!person.screen.includes('[bob]  hi'));
        await clock.pass(1);
        server.saysRaw('\n[eve] x\n');
      },
      ['[bob]  hi', '[eve] x'],
    ],
    [
      'an incomplete last line',
      (server) => {
        server.saysRaw('[bob] hi');
        server.link.end();
      },
      ['[bob] hi', disconnectedWords],
    ],
  ];
  for (const [name, deed, lines] of cases) {
    test(name, async () => {
      const scene = new Scene();
      await deed(await scene.talking(), scene);
      await scene.person.sees(lines.at(-1) ?? '');
      assert.deepEqual(scene.person.screen.slice(1), lines);
    });
  }

  test('the speaker is marked', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.says('[bob #lobby] [x] hi', 'User not found.', '[bob]');
    await scene.person.sees('[bob]');
    assert.deepEqual(scene.person.speakers.slice(1), ['[bob #lobby] ', '', '']);
  });
});
