import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Scene } from './scene.suite.ts';
import { maxTyped } from './words.ts';
import { closeTimeout } from '#client/contact.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

const closed = 'Connection to the server has been closed.';

/** Lets the client write what waits for its time. */
const next = (scene: Scene): Promise<void> => scene.clock.pass(pauseBetweenWrites);

describe('leaving', () => {
  test('BYE at the end of input, after everything that was piped in', async () => {
    const scene = new Scene();
    scene.person.type('bob', 'one', 'two', undefined);
    const server = await scene.server();
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says('READY');
    await scene.person.isAsked('Me: ');
    await scene.clock.pass(3 * pauseBetweenWrites);
    assert.deepEqual(server.heard, ['NICKbob', 'one', 'two', 'BYE']);
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen, [closed]);
    await server.isLeft();
    assert.equal(server.end, 'ended');
  });

  test('a pipe that has sent everything gets no sentence about the closed connection', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('bob', 'one', undefined);
    const server = await scene.server();
    server.says('HELLO');
    await server.hears('NICKbob');
    server.says('READY');
    await scene.person.isAsked('Me: ');
    await scene.clock.pass(2 * pauseBetweenWrites);
    await server.hears('BYE');
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen, []);
  });

  const piped: readonly (readonly [string, boolean, readonly string[], readonly string[], number])[] = [
    ['a pipe without a name', false, [], [], 0],
    ['a pipe whose name is taken', false, ['alice'], ['RETRY'], 1],
    ['a pipe with a second name', false, ['alice', 'bob'], ['RETRY', 'READY'], 0],
    ['a pipe with a line too long', false, ['bob', 'x'.repeat(maxTyped + 1)], ['READY'], 1],
    ['a pipe with a name too long', false, ['x'.repeat(maxTyped)], [], 1],
    ['somebody whose name is taken', true, ['alice'], ['RETRY'], 0],
    ['somebody with a line too long', true, ['bob', 'x'.repeat(maxTyped + 1)], ['READY'], 0],
  ];
  for (const [who, interactive, lines, answers, code] of piped) {
    test(`${who}: exits ${code}`, async () => {
      const scene = new Scene();
      scene.person.interactive = interactive;
      scene.person.type(...lines, undefined);
      const server = await scene.server();
      server.says('HELLO');
      for (const [index, answer] of answers.entries()) {
        await server.hears(`NICK${lines[index]}`);
        server.says(answer);
        await scene.clock.pass(pauseBetweenWrites);
      }
      await scene.clock.pass(pauseBetweenWrites);
      await server.hears('BYE');
      server.link.end();
      assert.equal(await scene.exit, code);
    });
  }

  test('BYE at Ctrl-C, in place of what still waits', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('one', 'two');
    await next(scene);
    await server.hears('one');
    scene.person.interrupt();
    await scene.person.isAsked('');
    await next(scene);
    assert.deepEqual(server.heard, ['NICKbob', 'one', 'BYE']);
    server.says('alice: wait');
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen, ['alice: wait', closed]);
  });

  test('BYE when it is typed', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type(' BYE ');
    await next(scene);
    await server.hears('BYE');
    server.link.end();
    assert.equal(await scene.exit, 0);
  });

  test('before there is a name', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type(undefined);
    server.says('HELLO');
    await server.hears('BYE');
    server.link.end();
    assert.equal(await scene.exit, 0);
  });

  test('before there is a HELLO', async () => {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.interrupt();
    assert.equal(await scene.exit, 0);
    await server.isLeft();
    assert.deepEqual(server.heard, []);
  });

  test('a server that does not close is not waited for', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    await next(scene);
    scene.person.type(undefined);
    await server.hears('BYE');
    await scene.clock.pass(closeTimeout);
    assert.equal(await scene.exit, 0);
    await server.isLeft();
  });
});
