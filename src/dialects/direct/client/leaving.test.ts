import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { noticeTimeout } from '#client/client.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { Scene, welcome } from './scene.suite.ts';
import { disconnectedWords, namePrompt } from './words.ts';
import { closeTimeout } from '#client/contact.ts';

describe('leaving', () => {
  test('at the end of input, after everything that was piped in', async () => {
    const scene = new Scene();
    scene.person.interactive = false;
    scene.person.type('alice', 'bob: one', 'bob: two', undefined);
    const server = await scene.server();
    await server.hears('alice\n');
    server.says(welcome('alice'));
    await scene.person.sees(welcome('alice'));
    await scene.clock.pass(pauseBetweenWrites);
    await server.hears('bob: one\n');
    assert.equal(server.end, undefined);
    await scene.clock.pass(pauseBetweenWrites);
    await server.isLeft();
    assert.deepEqual([server.heard, server.end], [['alice\n', 'bob: one\n', 'bob: two\n'], 'ended']);
    server.says('User not found.');
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen, [welcome('alice'), 'User not found.']);
  });

  test('at Ctrl-C, in place of the lines that still wait', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type('bob: one', 'bob: two');
    await server.hears('bob: one\n');
    scene.person.interrupt();
    await server.isLeft();
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(server.heard, ['alice\n', 'bob: one\n']);
    assert.deepEqual(scene.person.screen, [welcome('alice')]);
  });

  test('before there is a name', async () => {
    const scene = new Scene();
    const server = await scene.server();
    await scene.person.isAsked(namePrompt);
    scene.person.type(undefined);
    await server.isLeft();
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual([server.heard, scene.person.screen], [[], []]);
  });

  test('a server that does not close is not waited for', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    scene.person.type(undefined);
    await server.isLeft();
    await scene.clock.pass(closeTimeout);
    assert.equal(await scene.exit, 0);
  });
});

describe('the server', () => {
  test('vanishes: a sentence, exit 1, and the half-typed line stays', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    const prompts = scene.person.prompts.length;
    server.link.abort();
    assert.equal(await scene.exit, 1);
    assert.deepEqual(scene.person.screen, [welcome('alice'), disconnectedWords]);
    assert.equal(scene.person.prompts.length, prompts);
  });

  const notice = 'Server will shut down in 5 seconds';
  test('stops as announced: the client stays until it closes', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.says(notice, '[bob] already?');
    await scene.person.sees('[bob] already?');
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.deepEqual(scene.person.screen.slice(1), [notice, '[bob] already?', disconnectedWords]);
  });

  test('stops as announced: with --reconnect the client reconnects', async () => {
    const scene = new Scene(true);
    const server = await scene.talking();
    server.says(notice);
    await scene.person.sees(notice);
    server.link.end();
    await scene.person.sees('Reconnecting as alice when the server is back.');
  });

  test('announces its stop, and does not close', async () => {
    const scene = new Scene();
    const server = await scene.talking();
    server.says(notice);
    await scene.person.sees(notice);
    await scene.clock.pass(5000 + noticeTimeout);
    assert.equal(await scene.exit, 0);
    await server.isLeft();
  });

  test('stops before there is a name', async () => {
    const scene = new Scene();
    const server = await scene.server();
    server.says(notice);
    await scene.person.sees(notice);
    server.link.end();
    assert.equal(await scene.exit, 0);
  });
});
