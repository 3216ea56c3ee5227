import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChildServer } from './child-server.ts';
import { TemporaryDirectory } from './local-server.ts';
import { textsIn } from './stored-log.ts';

/** Syncs at the start: of an earlier process's data, of the founding entry, and of the run's first entry. */
const syncsOfStart = 3;

test('after a failed sync the server exits with 74 and one sentence, and nothing was shown', async () => {
  using dir = new TemporaryDirectory();
  const failing = new URL(`./failing-sync.ts?good=${syncsOfStart + 2}`, import.meta.url);
  await using server = await ChildServer.serve(['--data', dir.path], { node: ['--import', failing.href] });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  bob.say('never shown', '/msg nobody psst');
  assert.equal(await alice.over(), 'ended');
  assert.equal(await bob.over(), 'ended');
  for (const peer of [alice, bob]) peer.link.end();
  assert.equal(await server.exit(), 74);
  assert.deepEqual([alice.rest(), bob.rest()], [[], []]);
  assert.match(
    server.said,
    /^polylogue serve: The disk fails: \S+polylogue\.db cannot be read or written \(EIO: [^)]*\)\.\n$/,
  );
});

test('a server whose disk fails while it stops ends with 74 too', async () => {
  using dir = new TemporaryDirectory();
  const failing = new URL(`./failing-sync.ts?good=${syncsOfStart + 1}`, import.meta.url);
  const args = ['--data', dir.path, '--grace', '0'];
  await using server = await ChildServer.serve(args, { node: ['--import', failing.href] });
  const alice = await server.join('alice');
  server.kill('SIGTERM');
  assert.equal(await alice.over(), 'ended');
  alice.link.end();
  assert.equal(await server.exit(), 74);
  assert.match(server.said, /^polylogue serve: The disk fails: [^\n]*\n$/);
});

test('with a full disk the server exits with 74, and shown messages are kept', async (t) => {
  if (process.platform === 'win32') return t.skip('no ulimit');
  using dir = new TemporaryDirectory();
  const through = ['bash', '-c', 'ulimit -f 2048; exec "$0" "$@"'] as const;
  await using server = await ChildServer.serve(['--data', dir.path], { through });
  const [alice, bob] = [await server.join('alice'), await server.join('bob')];
  const padding = 'x'.repeat(1900);
  for (let n = 0; bob.end === undefined; n++) {
    bob.say(`${n} ${padding}`);
    await alice.until(() => alice.heard.length > n + 2 || alice.end !== undefined);
    if (alice.end !== undefined) await bob.over();
  }
  for (const peer of [alice, bob]) peer.link.end();
  assert.equal(await server.exit(), 74);
  assert.match(server.said, /^polylogue serve: The disk (fails|is full): [^\n]*\n$/);
  const heard = alice.rest().map((text) => text.replace(/^bob: /, ''));
  assert.ok(heard.length > 100);
  assert.deepEqual(textsIn(dir.path), heard);
});
