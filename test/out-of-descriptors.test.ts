import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { ChildServer } from './child-server.ts';
import { output } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';

const through = ['bash', '-c', 'ulimit -n 64; exec "$0" "$@"'] as const;

test('out of descriptors: it is logged, log files lose nothing, and commands are answered', async (t) => {
  if (process.platform === 'win32') return t.skip('no ulimit');
  using dir = new TemporaryDirectory();
  const file = join(dir.path, 'log.txt');
  await using server = await ChildServer.serve(['--data', dir.path, '--log-file', file], { through });
  const [ann, bea] = [await server.join('ann'), await server.join('bea')];
  const crowd = await Promise.all(Array.from({ length: 60 }, () => server.connect()));
  const served = (peer: NickPeer): boolean => peer.heard.length > 0;
  await Promise.all(crowd.map((peer) => peer.until(() => served(peer) || peer.end !== undefined)));
  const unserved = crowd.filter((peer) => !served(peer)).length;
  assert.ok(unserved > 0 && unserved < crowd.length, `${unserved} were not served`);

  const words = Array.from({ length: 20 }, (_, n) => `word ${n}`);
  for (const word of words) {
    bea.say(word);
    await ann.hears(`bea: ${word}`);
  }
  const shown = await output(['history', '#lobby', '--data', dir.path]);
  assert.ok(words.every((word) => shown.includes(word)));

  server.kill('SIGTERM');
  await patiently(server.exit(), () => 'the end of the server');
  const written = await readFile(file, 'utf8');
  assert.ok(words.every((word) => written.includes(word)) && !written.includes('missing'), written);
  const refused = server.logged.filter(({ event }) => event === 'not-accepted');
  assert.equal(
    refused.reduce((sum, { count }) => sum + Number(count), 0),
    unserved,
  );
  assert.ok(refused.length < unserved);
  assert.match(String(refused[0]?.['error']), /no descriptors/);
  for (const { link } of [ann, bea, ...crowd]) link.abort();
});
