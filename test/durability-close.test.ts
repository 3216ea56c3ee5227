import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';

/** Syncs at the start: of an earlier process's data, of the founding entry, and of the run's first entry. */
const syncsOfStart = 3;

test('a disk that cannot even be closed any more changes nothing in what a server says of it', async () => {
  using dir = new TemporaryDirectory();
  const failing = [`./failing-sync.ts?good=${syncsOfStart}`, './failing-close.ts'];
  const node = failing.flatMap((module) => ['--import', new URL(module, import.meta.url).href]);
  await using server = await ChildServer.serve(['--data', dir.path], { node });
  const alice = await server.connect();
  alice.say('NICK alice');
  await alice.over();
  alice.link.end();
  assert.equal(await server.exit(), 74);
  assert.match(server.said, /^polylogue serve: The disk fails: [^\n]*\n$/);
});

test('a server whose disk fails between the announcement of its end and the end waits no longer', async () => {
  using dir = new TemporaryDirectory();
  const failing = new URL(`./failing-sync.ts?good=${syncsOfStart + 1}`, import.meta.url);
  const args = ['--data', dir.path, '--grace', '3600'];
  await using server = await ChildServer.serve(args, { node: ['--import', failing.href] });
  const alice = await server.join('alice');
  server.kill('SIGTERM');
  await alice.hears('Server will shut down in 3600 seconds');
  alice.say('never shown');
  await alice.over();
  alice.link.end();
  assert.equal(await server.exit(), 74);
});
