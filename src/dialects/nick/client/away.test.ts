import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { backOff, noticeTimeout } from '#client/client.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { Scene } from './scene.suite.ts';

const coming = 'Reconnecting as bob when the server is back.';
const unsaid = 'The last lines you typed were not sent.';

/** A person whose server has disconnected. */
async function away(interactive: boolean): Promise<Scene> {
  const scene = new Scene(true);
  const server = await scene.talking();
  await scene.clock.pass(pauseBetweenWrites);
  scene.person.interactive = interactive;
  server.link.abort();
  await scene.person.sees(coming);
  return scene;
}

describe('while the server is away', () => {
  for (const last of ['BYE', undefined]) {
    test(`${last ?? 'the end of input'} leaves at once`, async () => {
      for (const interactive of [true, false]) {
        const scene = await away(interactive);
        scene.person.type(last);
        assert.equal(await scene.exit, 0);
        assert.equal(scene.person.screen.at(-1), coming);
        await scene.clock.pass(60_000);
        assert.equal(scene.calls, 1);
      }
    });

    test(`${last ?? 'the end of input'} leaves a terminal also after what waits, and says so`, async () => {
      const scene = await away(true);
      scene.person.type('one', 'two', last);
      assert.equal(await scene.exit, 0);
      assert.equal(scene.person.screen.at(-1), unsaid);
    });

    test(`${last ?? 'the end of input'} waits on a pipe until all is said`, async () => {
      const scene = await away(false);
      scene.person.type('one', 'two', last);
      await scene.clock.pass(backOff[0] ?? 0);
      const server = await scene.named(2);
      server.says('READY');
      await scene.person.sees('You are back as bob.');
      await scene.clock.pass(3 * pauseBetweenWrites);
      assert.deepEqual(server.heard, ['NICKbob', 'one', 'two', 'BYE']);
      server.link.end();
      assert.equal(await scene.exit, 0);
    });
  }

  test('leaving still works while the name is asked for again', async () => {
    const scene = await away(true);
    await scene.clock.pass(backOff[0] ?? 0);
    const server = await scene.named(2);
    scene.person.type(undefined);
    await scene.person.isAsked('');
    await scene.clock.pass(pauseBetweenWrites);
    await server.hears('NICKbob', 'BYE');
    server.link.end();
    assert.equal(await scene.exit, 0);
  });

  test('once it is back, BYE waits after the rest again', async () => {
    const scene = await away(true);
    scene.person.type('one');
    await scene.clock.pass(backOff[0] ?? 0);
    const server = await scene.named(2);
    server.says('READY');
    await scene.person.sees('You are back as bob.');
    scene.person.type('two', 'BYE');
    await new Promise((resolve) => setImmediate(resolve));
    await scene.clock.pass(3 * pauseBetweenWrites);
    assert.deepEqual(server.heard, ['NICKbob', 'one', 'two', 'BYE']);
  });
});

describe('unsent lines when a server stops as announced', () => {
  const notice = 'Server will shut down in 5 seconds';
  for (const [interactive, more, code] of [
    [true, ['two', 'three'], 0],
    [false, ['two', 'three'], 1],
    [false, ['two', undefined], 1],
    [false, [undefined], 0],
    [false, [], 0],
  ] as const) {
    const [who, what] = [interactive ? 'a terminal' : 'a pipe', more.filter((line) => line !== undefined)];
    test(`${what.length} lines and ${more.length - what.length} ends: ${who} exits ${code}`, async () => {
      const scene = new Scene();
      const server = await scene.talking();
      await scene.clock.pass(pauseBetweenWrites);
      scene.person.interactive = interactive;
      scene.person.type('one', ...more);
      await server.hears('one');
      server.says(notice);
      await scene.person.sees(notice);
      server.link.end();
      assert.equal(await scene.exit, code);
      assert.equal(scene.person.screen.includes(unsaid), what.length > 0);
    });
  }

  test('also when it does not close', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.interactive = false;
    await scene.clock.pass(pauseBetweenWrites);
    server.reads = false;
    scene.person.type(...Array.from({ length: 20 }, (_, n) => `${n}`));
    await scene.clock.pass(pauseBetweenWrites);
    server.says(notice);
    await scene.person.sees(notice);
    await scene.clock.pass(5000 + noticeTimeout);
    assert.equal(await scene.exit, 1);
  });
});
