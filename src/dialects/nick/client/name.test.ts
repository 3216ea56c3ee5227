import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { backOff } from '#client/client.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { Scene } from './scene.suite.ts';

describe('--name', () => {
  test('is used without asking', async () => {
    const scene = new Scene(false, 'bob');
    const server = await scene.server();
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says('READY');
    await scene.person.isAsked('Me: ');
    assert.deepEqual(scene.person.prompts, ['', 'Me: ']);
  });

  test('refused on a terminal: the reason, and the usual prompt', async () => {
    const scene = new Scene(false, 'bob');
    const server = await scene.server();
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says('RETRY');
    await scene.person.isAsked('Enter a nickname: ');
    const yours =
      '(If it is yours, type the name, a space and its password, or type /login and the name to be asked for the password.)';
    assert.deepEqual([scene.person.screen, scene.person.hints], [['Nickname already taken!', ''], [yours]]);
    scene.person.type('rob');
    await scene.clock.pass(pauseBetweenWrites);
    await server.hears('NICKrob');
  });

  test('refused on a pipe: the reason, exit 1, and the next line is not taken as a name', async () => {
    const scene = new Scene(true, 'bob');
    scene.person.interactive = false;
    scene.person.type('hello');
    const server = await scene.server();
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says('RETRY');
    assert.equal(await scene.exit, 1);
    await server.isLeft();
    assert.deepEqual(server.heard, ['NICKbob', 'BYE']);
    assert.deepEqual(scene.person.screen, ['Nickname already taken!', '']);
  });
});

describe('a password', () => {
  test('after the name comes back with it, and is never shown', async () => {
    const scene = new Scene(true);
    const server = await scene.talking(1, 'bob secret');
    server.link.abort();
    await scene.person.sees('Reconnecting as bob when the server is back.');
    await scene.clock.pass(backOff[0] ?? 0);
    const second = await scene.server(2);
    second.says('HELLO');
    await second.hears('NICKbob secret');
    second.says('READY');
    await scene.person.sees('You are back as bob.');
    assert.doesNotMatch([...scene.person.screen, ...scene.person.prompts].join('\n'), /secret/);
  });

  const yours = 'bob is registered. To log in again, send NICK bob and your password.';
  const given: readonly (readonly [string, string, string, string])[] = [
    ['with another name', 'NICK rob tea', 'READY', 'NICKrob tea'],
    ['for an account', '/register tea', yours, 'NICKbob tea'],
  ];
  for (const [name, line, answer, back] of given) {
    test(`given ${name}, too`, async () => {
      const scene = new Scene(true);
      const server = await scene.talking();
      await scene.clock.pass(pauseBetweenWrites);
      scene.person.type(line);
      await server.hears(line);
      server.says(answer);
      await scene.person.sees(answer === 'READY' ? 'You are rob now.' : answer);
      server.link.abort();
      await scene.person.sees(`Reconnecting as ${answer === 'READY' ? 'rob' : 'bob'} when the server is back.`);
      await scene.clock.pass(backOff[0] ?? 0);
      const second = await scene.server(2);
      second.says('HELLO');
      await second.hears(back);
      assert.doesNotMatch(scene.person.screen.join('\n'), /tea/);
    });
  }
});
