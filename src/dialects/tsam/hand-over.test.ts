import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pause } from './paced-replies.ts';
import { type Peer, Scene } from './scene.suite.ts';

const letter = 'x'.repeat(4900);
/** So many of these letters are 64 kB or more. */
const many = 14;

/** Asks for all there is, and for something with a known answer; returns how many letters came before that. */
async function fetched(scene: Scene, peer: Peer, command: string): Promise<number> {
  const before = peer.heard.length;
  peer.sends(command, 'GETMSG,the-end');
  for (let count = before + 1; (await peer.hears(count)) !== 'No messages found for group the-end'; count++) {
    await scene.clock.pass(pause);
  }
  await scene.clock.pass(pause);
  const bytes = peer.heard.slice(before).join('').match(/x/g)?.length ?? 0;
  return bytes / letter.length;
}

async function sends(scene: Scene, peer: Peer, to: string, letters: number): Promise<void> {
  for (let count = 0; count < letters; count++) peer.sends(`SENDMSG,${to},${letter}`);
  peer.sends('KEEPALIVE');
  await peer.until(() => peer.heard.at(-1) === 'KEEPALIVE,0');
  await scene.clock.pass(pause);
}

test('a room is handed over up to 64 kB, and the rest the next time', async (t) => {
  const scene = await Scene.open(t);
  const [alice, bob] = [scene.connect(), scene.connect()];
  assert.equal(await fetched(scene, alice, 'GETMSGS,#lobby'), 0);
  await sends(scene, bob, '#lobby', many + 2);
  assert.equal(await fetched(scene, alice, 'GETMSGS,#lobby'), many);
  assert.equal(await fetched(scene, alice, 'GETMSGS,#lobby'), 2);
});

test('an account’s mail is handed over 64 kB at a time, and each message once', async (t) => {
  const scene = await Scene.open(t);
  const [alice, bob] = [scene.connect(), scene.connect()];
  alice.sends('LOGIN,alice', 'REGISTER,s3cret');
  for (const count of [1, 2]) {
    await alice.hears(count);
    await scene.clock.pass(pause);
  }
  await sends(scene, bob, 'alice', many + 2);
  alice.sends('GETMSGS');
  // The first page was written when the second one begins.
  const first = many * Math.ceil(letter.length / 1000);
  for (let count = 3; count <= 2 + first + 1; count++) {
    await alice.hears(count);
    await scene.clock.pass(pause);
  }
  alice.link.abort();
  const again = scene.connect();
  again.sends('LOGIN,alice,s3cret');
  await again.hears(1);
  await scene.clock.pass(pause);
  assert.equal(await fetched(scene, again, 'GETMSGS'), 2);
});
