import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene, type Server } from './scene.suite.ts';
import { backOff, noticeTimeout } from '#client/client.ts';
import { frame } from '../codec.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';
import { probe, returnTimeout } from './room-return.ts';

const closed = 'Connection to the server has been closed.';
const goodbye = 'The server will shut down in 5 seconds. Goodbye!';

describe('the server stops', () => {
  const notices: readonly (readonly [string, (server: Server) => void, string])[] = [
    [
      'after a length',
      (server) => server.says('Server will shut down in 5 seconds'),
      'Server will shut down in 5 seconds',
    ],
    ['raw, as the original', (server) => server.saysRaw(goodbye), goodbye],
  ];
  for (const [name, notice, words] of notices) {
    test(`${name}: stays until it closes`, async () => {
      const scene = new Scene();
      const server = await scene.talking();
      notice(server);
      await scene.person.sees(words);
      server.says('alice: already?');
      await scene.person.sees('alice: already?');
      assert.equal(scene.person.prompts.at(-1), 'Me: ');
      server.link.end();
      assert.equal(await scene.exit, 0);
      assert.deepEqual(scene.person.screen, [words, 'alice: already?', closed]);
    });

    test(`${name}: comes back with --reconnect, as from a loss`, async () => {
      const scene = new Scene(true);
      const server = await scene.talking();
      notice(server);
      await scene.person.sees(words);
      server.link.end();
      const coming = 'Reconnecting as bob when the server is back.';
      await scene.person.sees(coming);
      scene.closed = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      for (const wait of backOff) await scene.clock.pass(wait);
      assert.equal(scene.calls, 1 + backOff.length);
      scene.closed = undefined;
      await scene.clock.pass(backOff.at(-1) ?? 0);
      const second = await scene.named(2);
      second.says('READY');
      await scene.person.sees('You are back as bob.');
      assert.deepEqual(scene.person.screen, [words, closed, coming, 'You are back as bob.']);
      assert.ok(Math.max(...backOff) <= 60_000);
    });

    test(`${name}: leaves by itself when it does not close`, async () => {
      const scene = new Scene();
      const server = await scene.talking();
      notice(server);
      await scene.person.sees(words);
      await scene.clock.pass(5000 + noticeTimeout - 1);
      server.says('alice: still here');
      await scene.person.sees('alice: still here');
      await scene.clock.pass(1);
      assert.equal(await scene.exit, 0);
      await server.isLeft();
      assert.deepEqual(scene.person.screen, [words, 'alice: still here', closed]);
    });
  }

  test('in years: is limited to a day', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.says(`Server will shut down in ${'9'.repeat(12)} seconds`);
    await scene.person.sees(`Server will shut down in ${'9'.repeat(12)} seconds`);
    await scene.clock.pass(86_400_000 + noticeTimeout);
    assert.equal(await scene.exit, 0);
  });

  test('without a word: exits 1', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.link.abort();
    assert.equal(await scene.exit, 1);
    assert.deepEqual(scene.person.screen, [closed]);
    assert.equal(scene.person.prompts.at(-1), 'Me: ', 'the half-typed line stays');
  });
});

describe('coming back', () => {
  const coming = 'Reconnecting as bob when the server is back.';

  test('under the same name, with the unsent lines', async () => {
    const scene = new Scene(true);
    const { person, clock } = scene;
    const first = await scene.talking();
    await scene.clock.pass(pauseBetweenWrites);
    person.type('one', 'two');
    await first.hears('one');
    first.link.abort();
    await person.sees(coming);
    person.type('three');
    await clock.pass(backOff[0] ?? 0);
    const second = await scene.named(2);
    second.says('READY');
    await person.sees('You are back as bob.');
    await clock.pass(2 * pauseBetweenWrites);
    assert.deepEqual(second.heard, ['NICKbob', 'two', 'three']);
    assert.deepEqual(person.screen, [closed, coming, 'You are back as bob.']);
  });

  test('and asks for nothing twice', async () => {
    const scene = new Scene(true);
    (await scene.talking()).link.abort();
    await scene.person.sees(coming);
    await scene.clock.pass(backOff[0] ?? 0);
    const second = await scene.named(2);
    second.says('READY');
    await scene.person.sees('You are back as bob.');
    scene.person.type('one', 'two');
    await scene.clock.pass(pauseBetweenWrites);
    await second.hears('NICKbob', 'one');
    await scene.clock.pass(pauseBetweenWrites);
    await second.hears('NICKbob', 'one', 'two');
  });

  test('after longer and longer pauses, which begin again after a success', async () => {
    const scene = new Scene(true);
    (await scene.talking()).link.abort();
    await scene.person.sees(coming);
    scene.closed = new Error('connect ECONNREFUSED');
    let calls = 1;
    for (const wait of [...backOff, backOff.at(-1) ?? 0]) {
      await scene.clock.pass(wait - 1);
      assert.equal(scene.calls, calls);
      await scene.clock.pass(1);
      assert.equal(scene.calls, ++calls);
    }
    scene.person.interrupt();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen, [closed, coming]);
  });

  test('waits while another user, or its own old connection, has the name', async () => {
    const scene = new Scene(true);
    (await scene.talking()).link.abort();
    await scene.person.sees(coming);
    await scene.clock.pass(backOff[0] ?? 0);
    const second = await scene.named(2);
    scene.person.type('never a name');
    await scene.clock.pass(pauseBetweenWrites);
    second.link.write(Buffer.concat([frame('RETRY'), frame('eve: not for us')]));
    await second.isLeft();
    assert.deepEqual(second.heard, ['NICKbob', 'BYE']);
    await scene.clock.pass(backOff[1] ?? 0);
    const third = await scene.named(3);
    third.says('RETRY');
    await third.isLeft();
    await scene.clock.pass(backOff[2] ?? 0);
    const fourth = await scene.named(4);
    fourth.says('READY');
    await scene.clock.pass(pauseBetweenWrites);
    await fourth.hears('NICKbob', 'never a name');
    const taken = 'The name bob is still taken; retrying. Ctrl-C leaves.';
    assert.deepEqual(scene.person.screen, [closed, coming, taken, 'You are back as bob.']);
    assert.deepEqual(scene.person.prompts, ['Enter a nickname: ', '', 'Me: ', 'Me: '], 'the prompt stays');
    fourth.link.abort();
    await scene.person.sees(coming, 2);
    await scene.clock.pass(backOff[0] ?? 0);
    await scene.called(5);
  });

  test('does not come back to a server that never took a name', async () => {
    const scene = new Scene(true);
    const server = await scene.server();
    server.says('HELLO');
    await scene.person.isAsked('Enter a nickname: ');
    server.link.abort();
    assert.equal(await scene.exit, 1);
  });

  for (const words of [
    'You signed in elsewhere; this connection is closing.',
    'Your account was changed.',
    'You were logged out.',
  ]) {
    test(`does not come back to a server that said: ${words}`, async () => {
      const scene = new Scene(true);
      const server = await scene.talking();
      server.says(words);
      server.link.end();
      assert.equal(await scene.exit, 1);
      assert.deepEqual(scene.person.screen.slice(-2), [words, closed]);
    });
  }
});

describe('comes back to the rooms that it had entered', () => {
  const inRoom = (room: string): string => `You are in ${room}. What you type is sent there. /join #lobby returns.`;

  /** A person in #tea, who was in #dev before; its client has reconnected, and has sent these lines. */
  async function back(scene: Scene, ...hears: readonly string[]): Promise<Server> {
    const { person, clock } = scene;
    const server = await scene.talking();
    for (const [typed, room] of [
      ['/join #dev k3y', '#dev'],
      ['/join #old', '#old'],
      ['/join #tea 0123456789abcdefghjkmnpqrstvwxyz', '#tea'],
    ] as const) {
      await clock.pass(pauseBetweenWrites);
      person.type(typed);
      await server.hears(typed);
      server.says(inRoom(room));
    }
    server.says('You were removed from #old by alice. Reason: noise');
    await person.isAsked('#tea > ');
    server.link.abort();
    await person.sees('Reconnecting as bob when the server is back.');
    person.type('for #tea');
    await clock.pass(backOff[0] ?? 0);
    const second = await scene.named(2);
    await clock.pass(pauseBetweenWrites);
    second.says('READY');
    for (const at of hears.keys()) {
      await second.hears(...hears.slice(0, at + 1));
      await clock.pass(pauseBetweenWrites);
    }
    return second;
  }

  const returns = ['/join #dev k3y', '/join #tea', probe];

  test('with their keys, and to the current one last; a typed line waits until it is there', async () => {
    const scene = new Scene(true);
    const second = await back(scene, ...returns);
    second.says(inRoom('#dev'), inRoom('#tea'), 'Topic of #lobby: news');
    await second.hears('for #tea');
    assert.equal(scene.person.prompts.at(-1), '#tea > ');
    assert.ok(!scene.person.screen.includes('Topic of #lobby: news'));
  });

  test('where it is not let in, what is typed for the room is not sent to another one', async () => {
    const scene = new Scene(true);
    const { person, clock } = scene;
    const second = await back(scene, ...returns);
    second.says(inRoom('#dev'), 'There is no room #tea.', '#lobby has no topic.');
    const outside = 'Not sent. You are not in #tea. /join #tea enters it. /join #lobby returns.';
    await person.sees(outside);
    assert.equal(person.prompts.at(-1), '#tea > ');
    person.type('/me whispers', '/edit secret', '//who', '/who #dev');
    await person.sees(outside, 4);
    await second.hears('/who #dev');
    await clock.pass(pauseBetweenWrites);
    person.type('/join #lobby');
    await second.hears(...returns, '/who #dev', '/join #lobby');
    second.says('You are in #lobby. What you type is sent there.');
    await clock.pass(pauseBetweenWrites);
    person.type('hello');
    await second.hears('/join #lobby', 'hello');
  });

  test('the same if the server does not answer in time', async () => {
    const scene = new Scene(true);
    await back(scene, ...returns);
    await scene.clock.pass(returnTimeout);
    await scene.person.sees('Not sent. You are not in #tea. /join #tea enters it. /join #lobby returns.');
  });

  test('on a pipe the exit code tells that something was not sent', async () => {
    const scene = new Scene(true);
    const second = await back(scene, ...returns);
    scene.person.interactive = false;
    second.says('There is no room #tea.', '#lobby has no topic.');
    scene.person.type(undefined);
    await second.hears('BYE');
    second.link.end();
    assert.equal(await scene.exit, 1);
  });
});
