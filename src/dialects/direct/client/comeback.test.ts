import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { backOff } from '#client/client.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { Scene, type Server, welcome } from './scene.suite.ts';
import { disconnectedWords } from './words.ts';

const coming = 'Reconnecting as alice when the server is back.';

/** Loses the server, and comes to the next one. */
async function back(scene: Scene, lost: Server, nth = 2, hello = 'alice\n'): Promise<Server> {
  lost.link.abort();
  await scene.person.sees(coming);
  await scene.clock.pass(backOff[0] ?? 0);
  const server = await scene.server(nth);
  await server.hears(hello);
  return server;
}

describe('coming back', () => {
  test('into the rooms that were named, then with the unsent lines', async () => {
    const scene = new Scene(true);
    const first = await scene.talking();
    for (const line of ['#lobby: hi', '#Tea:', '#x:', '#X', 'bob: #y: no', '#LOBBY: again']) {
      scene.person.type(line);
      await first.hears(`${line}\n`);
      await scene.clock.pass(pauseBetweenWrites);
    }
    scene.person.type('bob: one', 'bob: two');
    await first.hears('bob: one\n');
    const second = await back(scene, first);
    scene.person.type('bob: three');
    second.says(welcome('alice'));
    await scene.person.sees(welcome('alice'), 2);
    await scene.clock.pass(5 * pauseBetweenWrites);
    assert.deepEqual(second.heard, ['alice\n', '#LOBBY:\n', '#Tea:\n', 'bob: two\n', 'bob: three\n']);
    assert.deepEqual(scene.person.screen.slice(1), [disconnectedWords, coming, welcome('alice')]);
  });

  test('into the rooms that were entered, with their keys, but not where it was removed', async () => {
    const scene = new Scene(true);
    const first = await scene.talking();
    for (const [line, room] of [
      ['/join #tea k3y', '#tea'],
      ['/join #old k3y', '#old'],
    ] as const) {
      scene.person.type(line);
      await first.hears(`${line}\n`);
      await scene.clock.pass(pauseBetweenWrites);
      first.says(`You are in ${room}. To speak there, send ${room}: TEXT`);
    }
    // A key that the person sets is remembered, too; not one that others set.
    for (const [line, answer] of [
      ['/set #tea key n3w', 'key of #tea is now set.'],
      ['/set #old key n3w', 'key of #old is now not set.'],
    ] as const) {
      scene.person.type(line);
      await first.hears(`${line}\n`);
      await scene.clock.pass(pauseBetweenWrites);
      first.says(answer);
    }
    first.says('You were banned from #old by bob.');
    await scene.person.sees('You were banned from #old by bob.');
    const second = await back(scene, first);
    second.says(welcome('alice'));
    await scene.person.sees(welcome('alice'), 2);
    await scene.clock.pass(3 * pauseBetweenWrites);
    assert.deepEqual(second.heard, ['alice\n', '/join #tea n3w\n', '#tea:\n']);
  });

  test('waits while the name is still taken, without a prompt or repeated sentences', async () => {
    const scene = new Scene(true);
    let server = await back(scene, await scene.talking());
    const prompts = scene.person.prompts.length;
    for (const nth of [3, 4]) {
      server.says('Username already taken. Connection closing.');
      server.link.end();
      await server.isLeft();
      await scene.clock.pass(backOff[nth - 2] ?? 0);
      server = await scene.server(nth);
    }
    await server.hears('alice\n');
    assert.equal(scene.person.prompts.length, prompts);
    assert.deepEqual(scene.person.screen.slice(2), [coming, 'The name alice is still taken; retrying. Ctrl-C leaves.']);
  });

  test('gives up when the password is no longer right', async () => {
    const scene = new Scene(true);
    const server = await back(scene, await scene.talking('alice secret'), 2, 'alice secret\n');
    server.says('Wrong password. Connection closing.');
    server.link.end();
    assert.equal(await scene.exit, 1);
    assert.deepEqual(scene.person.screen.slice(3), ['Wrong password. Connection closing.']);
  });

  test('tries again after any other refusal, and shows it', async () => {
    const scene = new Scene(true);
    const full = "The server's disk is full; try again later.";
    const server = await back(scene, await scene.talking());
    server.says(full);
    server.link.end();
    await scene.person.sees(full);
    await scene.clock.pass(backOff[1] ?? 0);
    await (await scene.server(3)).hears('alice\n');
  });

  test('with the password of an account that was made here', async () => {
    const scene = new Scene(true);
    const first = await scene.talking();
    scene.person.type('/register tea');
    await first.hears('/register tea\n');
    const yours = 'alice is registered. To log in again, send alice and your password as the first line.';
    first.says(yours);
    await scene.person.sees(yours);
    await back(scene, first, 2, 'alice tea\n');
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
      assert.deepEqual(scene.person.screen.slice(-2), [words, disconnectedWords]);
    });
  }
});
