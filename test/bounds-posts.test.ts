import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxNetworkBytes, maxWaiting, maxWaitingBytes } from '#chat/hub/requests/intake.ts';
import { longLine } from '#commands/command-context.ts';
import { Conversation } from './conversation.ts';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import { chunkOf, type NickPeer } from './nick-peer.ts';

/** The most that a single post can add to a sum below its bound. */
const onePost = 8192;

async function open(dir: string): Promise<{ server: LocalServer; disk: HeldDisk }> {
  const disk = new HeldDisk();
  return { server: await LocalServer.open({ dir, disk, link: { outbox: 8 * 1_048_576 } }), disk };
}

async function talk(server: LocalServer): Promise<{ talk: Conversation; people: readonly [NickPeer, NickPeer] }> {
  const people = [await server.join('ann'), await server.join('bea')] as const;
  return { talk: new Conversation(people, ['ann', 'bea']), people };
}

/** What is under way once it is that much, and the links had their turns to bring more. */
async function filled({ chat }: LocalServer, least: number): Promise<number> {
  while (chat.underWay <= least) await turns(1);
  await turns(50);
  return chat.underWay;
}

/** The size counted for a post besides its text. */
const perPost = 256;

for (const [what, padding, most] of [
  [`${maxWaiting} posts`, '', (maxWaiting + 2) * (perPost + 40)],
  ['256 kB', 'x'.repeat(2040), maxWaitingBytes + onePost],
] as const) {
  test(`one session has ${what} under way and no more; its link is not read, and nothing of it is lost`, async () => {
    using dir = new TemporaryDirectory();
    const { disk, server: opened } = await open(dir.path);
    await using server = opened;
    const { talk: conversation, people } = await talk(server);
    const { peer: mallory } = server.connect();
    await mallory.come('mallory');
    await conversation.goesOn();
    disk.holding = true;
    await disk.asked();
    const lines = Array.from({ length: 10 * maxWaiting }, (_, n) => `${n} ${padding}`.trim());
    mallory.say(...lines.slice(0, -1));
    mallory.say(lines.at(-1) ?? '');
    const underWay = await filled(server, most / 2);
    assert.ok(underWay <= most, `${underWay} under way`);
    assert.ok(mallory.link.queued > 0, 'its link is not read');
    disk.release();
    await conversation.goesOn();
    const heard = (peer: NickPeer): readonly string[] => peer.heard.filter((text) => text.startsWith('mallory: '));
    for (const peer of people) {
      await peer.until(() => heard(peer).length >= lines.length);
      assert.deepEqual(
        heard(peer),
        lines.map((line) => `mallory: ${line}`),
      );
    }
    await conversation.goesOn();
    assert.equal(mallory.end, undefined);
  });
}

test('all sessions of one address have an eighth of 32 MB under way and no more, and all of it is answered', async () => {
  using dir = new TemporaryDirectory();
  const { disk, server: opened } = await open(dir.path);
  await using server = opened;
  const { talk: conversation } = await talk(server);
  const crowd: NickPeer[] = [];
  for (let n = 0; n < 300; n++) crowd.push(await server.join(`m${n}`));
  await conversation.goesOn();
  disk.holding = true;
  await disk.asked();
  const posts = 100;
  // Longer lines are asked for one at a time.
  const chunk = chunkOf(...Array<string>(posts).fill(`/msg nobody ${'x'.repeat(longLine - 20)}`));
  for (const peer of crowd) peer.link.write(chunk);
  const underWay = await filled(server, 0.99 * maxNetworkBytes);
  assert.ok(underWay < maxNetworkBytes + onePost, `${underWay} under way`);
  disk.release();
  await conversation.goesOn();
  const answers = (peer: NickPeer): number => peer.heard.filter((text) => text === 'No user named nobody.').length;
  for (const peer of crowd) await peer.until(() => answers(peer) === posts);
  await conversation.goesOn();
});
