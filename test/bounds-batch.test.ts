import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '#link/link.ts';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import { chunkOf, type NickPeer } from './nick-peer.ts';

/** One message with this many lines of one character. Its length precedes it, so line feeds belong to the message. */
function longList(lines: number): Uint8Array {
  const text = chunkOf(...Array.from({ length: lines }, () => '-'));
  return Uint8Array.of(0, text.length, ...text);
}

test('a client that reads is no slow reader, however few and long the messages are', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  const slow: Link[] = [];
  await using server = await LocalServer.open({
    dir: dir.path,
    disk,
    link: { onSlow: (link) => void slow.push(link) },
  });
  const ann = await server.join('ann');
  const crowd: NickPeer[] = [];
  for (let n = 10; n < 24; n++) crowd.push(await server.join(`${'ä'.repeat(30)}${n}`));
  disk.holding = true;
  ann.say('first');
  await disk.asked();
  // The name is shown before every line.
  for (const peer of crowd) for (let n = 0; n < 40; n++) peer.link.write(longList(40));
  await turns(200);
  disk.release();
  await ann.until(() => ann.heard.length === 2 + 14 * 40 * 40);
  assert.deepEqual(slow, []);
});
