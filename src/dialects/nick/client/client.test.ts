import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene, type Server } from './scene.suite.ts';
import { maxTyped, nameSecrets, talkSecrets, welcomeHint } from './words.ts';
import { helloTimeout } from './greeted-reader.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

/** Lets the client write what waits for its time. */
const next = (scene: Scene): Promise<void> => scene.clock.pass(pauseBetweenWrites);
const yours =
  '(If it is yours, type the name, a space and its password, or type /login and the name to be asked for the password.)';

describe('coming', () => {
  test('asks for a name when the server has said HELLO, and again after RETRY', async () => {
    const scene = new Scene();
    const { person } = scene;
    const server = await scene.server();
    person.type('alice', 'bob');
    assert.deepEqual(person.prompts, []);
    server.says('HELLO');
    await server.hears('NICKalice');
    server.says('RETRY');
    await person.sees('Nickname already taken!');
    await next(scene);
    await server.hears('NICKalice', 'NICKbob');
    server.says('READY', 'alice: hello');
    await person.sees('alice: hello');
    assert.deepEqual(
      [person.screen, person.hints],
      [
        ['Nickname already taken!', '', 'alice: hello'],
        [yours, welcomeHint],
      ],
    );
    assert.deepEqual(person.prompts, ['Enter a nickname: ', '', 'Enter a nickname: ', '', 'Me: ']);
  });

  const wrong = (name: string): string =>
    `Wrong password for ${name}, or no such account. Names cannot contain spaces.`;
  const invalid = (name: string): string =>
    `The server refused ${name}. A name is one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -.`;
  const taken = 'Nickname already taken!';
  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ['alice', taken, [yours]],
    ['Zoë_2.0', taken, [yours]],
    ['n'.repeat(32), taken, [yours]],
    ['n'.repeat(33), invalid('n'.repeat(33)), []],
    ['two words', wrong('two'), []],
    [':two words', invalid(':two'), []],
    ['Self', 'The name Self is reserved. Choose another one.', []],
    ...[...`:,;!@*?/\\"'#&+~%$-`].map((sign): readonly [string, string, readonly string[]] => [
      `${sign}ab`,
      invalid(`${sign}ab`),
      [],
    ]),
  ];
  for (const [name, reason, hints] of refused) {
    test(`the name ${name} is refused, and why`, async () => {
      const scene = new Scene();
      const server = await scene.server();
      scene.person.type(name);
      server.says('HELLO');
      await server.hears(`NICK${name}`);
      server.says('RETRY');
      await scene.person.sees('');
      assert.deepEqual([scene.person.screen, scene.person.hints], [[reason, ''], hints]);
      assert.deepEqual(scene.person.prompts, ['Enter a nickname: ', '', 'Enter a nickname: ']);
    });
  }

  for (const [typed, sent] of [
    ['NICK alice secret', 'NICKalice secret'],
    [' NICK  alice ', 'NICKalice'],
    ['NICK', 'NICKNICK'],
    ['NICKalice', 'NICKNICKalice'],
  ] as const) {
    test(`asked for a name, ${typed} is sent as ${sent}`, async () => {
      const scene = new Scene();
      const server = await scene.server();
      scene.person.type(typed);
      server.says('HELLO');
      await server.hears(sent);
    });
  }

  test('asks again for a blank name, and shows what a server sends instead', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type('', '  ', ' bob ');
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says("The server's disk is full.", 'READY');
    await scene.person.isAsked('Me: ');
    assert.deepEqual(scene.person.screen, ["The server's disk is full."]);
  });

  const start =
    'Start a server with "npm start" or "polylogue serve", or give its HOST and PORT: polylogue nick client HOST PORT';
  const unreached: readonly (readonly [string, string, string])[] = [
    [
      'ECONNREFUSED',
      'connect ECONNREFUSED 127.0.0.1:43221',
      `Connection to the server has been refused: nothing listens at 127.0.0.1:43221. ${start}`,
    ],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND 127.0.0.1', 'Unknown host: 127.0.0.1.'],
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN', 'Cannot look up the host 127.0.0.1: no name server answers.'],
    ['EHOSTUNREACH', 'no route', '127.0.0.1:43221 cannot be reached: no machine answers at this address.'],
    ['ETIMEDOUT', '', `127.0.0.1:43221 does not answer. ${start}`],
    ['EPIPE', '', '127.0.0.1:43221 cannot be reached: EPIPE.'],
  ];
  for (const [code, message, words] of unreached) {
    test(`is told in one sentence why it cannot: ${code}`, async () => {
      const scene = new Scene(true);
      scene.closed = Object.assign(new Error(message), { code });
      assert.equal(await scene.exit, 1);
      assert.deepEqual(scene.person.screen, [words]);
    });
  }
});

describe('a server of another protocol', () => {
  const wrongProtocol = (reason: string): string => `This does not look like a nick server: ${reason}.`;
  const where = 'The connection was to 127.0.0.1:43221.';
  const cases: readonly (readonly [string, (server: Server, scene: Scene) => unknown, string, string?])[] = [
    [
      'of HTTP',
      (server) => server.saysRaw('HTTP/1.1 400 Bad\r\n\r\n'),
      'it sent "HTTP/1.1 400 Bad", as a web server does',
    ],
    ['of IRC', (server) => server.saysRaw(':irc \x1b[2J\r\n'), 'it sent ":irc ␛[2J"'],
    ['of SSH', (server) => server.saysRaw('SSH-2.0-x\r\n'), 'it sent "SSH-2.0-x", as an SSH server does'],
    [
      'of pdu',
      (server) => server.saysRaw('{"mtype": 5'),
      'it sent "{"mtype": 5", as a pdu server does',
      'Try: polylogue pdu client 127.0.0.1 43221',
    ],
    ['with another word', (server) => server.says('HALLO'), 'it sent "␀␅HALLO"'],
    ['that closes', (server) => server.link.end(), 'it closed the connection without a HELLO'],
    ['that is silent', (_, { clock }) => clock.pass(helloTimeout), 'it said no HELLO within 10 seconds'],
  ];
  for (const [name, deed, reason, remedy = where] of cases) {
    test(name, async () => {
      const scene = new Scene();
      await deed(await scene.server(), scene);
      assert.equal(await scene.exit, 1);
      assert.deepEqual(scene.person.screen, [wrongProtocol(reason), remedy]);
      assert.deepEqual(scene.person.prompts, []);
    });
  }

  test('HELLO may come byte by byte, with more after it', async () => {
    const scene = new Scene();
    const server = await scene.server();
    for (const byte of '\x00\x05HELLO\x00\x04a: b') server.saysRaw(byte);
    await scene.person.sees('a: b');
    await scene.clock.pass(helloTimeout);
    assert.deepEqual(scene.person.screen, ['a: b']);
  });
});

describe('talking', () => {
  test('one message a segment, 50 ms apart', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('one', 'two', ' ', 'three  ');
    await scene.clock.pass(pauseBetweenWrites - 1);
    assert.deepEqual(server.heard, ['NICKbob']);
    await scene.clock.pass(1);
    assert.deepEqual(server.heard, ['NICKbob', 'one']);
    await next(scene);
    await next(scene);
    await next(scene);
    assert.deepEqual(server.heard, ['NICKbob', 'one', 'two', 'three  ']);
  });

  test('none to a server that does not read', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    await next(scene);
    server.reads = false;
    scene.person.type(...Array.from({ length: 20 }, (_, n) => `${n}`));
    for (let n = 0; n < 20; n++) await next(scene);
    assert.ok(scene.person.asked < 6, `${scene.person.asked} lines are on their way`);
  });

  test('a message that is longer than the server reads is refused', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    await next(scene);
    const longest = 'é'.repeat((maxTyped - 1) / 2);
    scene.person.type(`${longest}xx`, `${longest}x`);
    await server.hears('NICKbob', `${longest}x`);
    assert.deepEqual(scene.person.screen, [
      `Not sent: it has ${maxTyped + 1} bytes, and the original's server reads at most ${maxTyped} at a time.`,
    ]);
  });

  test('another name', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('NICK rob', 'NICKeve');
    await next(scene);
    await server.hears('NICK rob');
    server.says('READY');
    await scene.person.sees('You are rob now.');
    await next(scene);
    await server.hears('NICKeve');
    server.says('RETRY', 'READY');
    await scene.person.sees('READY');
    assert.deepEqual(scene.person.screen, ['You are rob now.', 'Nickname already taken!', '', 'READY']);
    assert.deepEqual(scene.person.hints, [welcomeHint, '(If it is yours: /login eve)']);
    assert.equal(scene.person.prompts.at(-1), 'Me: ');
  });

  test('a user with an account is told that the name cannot be changed', async () => {
    const scene = new Scene();
    const server = await scene.talking(1, 'bob secret');
    scene.person.type('NICK rob');
    await next(scene);
    await server.hears('NICK rob');
    server.says('RETRY');
    await scene.person.sees('Your name is registered and cannot be changed. To use another one, leave and come back.');
  });
});

describe('/login', () => {
  test('asks for the password where a name is asked for', async () => {
    const scene = new Scene();
    const server = await scene.server();
    server.says('HELLO');
    scene.person.type('/login bob', '', '/login bob', 'secret');
    await server.hears('NICKbob secret');
    assert.deepEqual(server.heard, ['NICKbob secret']);
    const [name, password] = ['Enter a nickname: ', 'Password of bob: '];
    assert.deepEqual(scene.person.prompts, [name, password, name, password, '']);
    assert.deepEqual(scene.person.secret, [password, password]);
  });

  test('asks for the password later, too', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    await next(scene);
    scene.person.type('/login rob', '', '/login rob', 'secret');
    await server.hears('NICK rob secret');
    server.says('READY');
    await scene.person.sees('You are rob now.');
    assert.equal(scene.person.prompts.at(-1), 'Me: ');
    assert.deepEqual(server.heard, ['NICKbob', 'NICK rob secret']);
  });
});

test('the hidden parts of typed lines', () => {
  for (const [line, seen] of [
    ['alice', 'alice'],
    ['alice ', 'alice '],
    ['alice s3cret', 'alice ******'],
    [' NICK alice  s3 cret', ' NICK alice  *******'],
    ['NICK alice', 'NICK alice'],
    ['/login alice', '/login alice'],
  ] as const) {
    assert.equal(nameSecrets(line), seen);
  }
  for (const [line, seen] of [
    ['/register s3cret', '/register ******'],
    ['/REGISTER  s3 cret', '/REGISTER  *******'],
    ['/reset c0de s3cret', '/reset ***********'],
    ['/join #tea s3cret', '/join #tea ******'],
    ['/set #tea key s3cret', '/set #tea key ******'],
    ['/set key x', '/set key *'],
    ['NICK bob s3cret', 'NICK bob ******'],
    ['NICKbob s3cret', 'NICKbob ******'],
    ['NICK bob', 'NICK bob'],
    ['NICK is a good name', 'NICK is a good name'],
    ['hello /register x', 'hello /register x'],
  ] as const) {
    assert.equal(talkSecrets(line), seen);
  }
});
