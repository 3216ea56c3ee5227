import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Link } from '#link/link.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { OutboxBudget } from '#link/outbox/outbox-budget.ts';
import { Conversation } from './conversation.ts';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';
import { Served } from './served.ts';

const megabyte = 1_048_576;
const padding = 'x'.repeat(2000);
const speech = (lines: number): readonly string[] => Array.from({ length: lines }, (_, n) => `${n} ${padding}`);

/** Sends this much in portions. All reading peers have received a portion before the next one is sent. */
async function flood(speaker: NickPeer, name: string, hearer: NickPeer, bytes: number): Promise<void> {
  const lines = speech(32);
  let said = 0;
  let heard = 0;
  const { onFrame } = hearer;
  hearer.onFrame = (text) => {
    onFrame(text);
    if (text.startsWith(`${name}: `)) heard++;
  };
  for (; said * padding.length < bytes; said += lines.length) {
    const due = said + lines.length;
    speaker.say(...lines);
    await hearer.until(() => heard === due);
  }
}

/** Records the most bytes that wait for each link. */
class Meter {
  readonly slow: Link[] = [];
  readonly most = new Map<Link, number>();
  readonly options: LinkOptions = {
    onSlow: (link) => void this.slow.push(link),
    tap: {
      received: () => {},
      sent: (bytes, link) => void this.most.set(link, Math.max(this.most.get(link) ?? 0, link.queued + bytes.length)),
    },
  };
}

/** The most bytes that a link may hold: the limit at which it falls behind, plus a portion or a batch. */
const mostWaiting = 64 * 1024 + 256 * 1024;

const heardFrom = (peer: NickPeer, name: string): readonly string[] =>
  peer.heard.filter((text) => text.startsWith(`${name}: `));

test('a client that does not read falls behind, gets everything in order when it reads again, and does not affect others', async () => {
  const meter = new Meter();
  await using server = await LocalServer.open({ link: meter.options });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const speaker = await server.join('speaker');
  const { peer: sleeper, link } = server.connect();
  await sleeper.come('sleeper');
  sleeper.stopReading();
  await flood(speaker, 'speaker', people[0], 2 * megabyte);
  await conversation.goesOn();
  assert.deepEqual(meter.slow, []);
  const most = meter.most.get(link) ?? 0;
  assert.ok(most <= mostWaiting, `${most} bytes waited`);
  sleeper.readOn();
  const said = heardFrom(people[0], 'speaker');
  await sleeper.until(() => heardFrom(sleeper, 'speaker').length === said.length);
  assert.deepEqual(heardFrom(sleeper, 'speaker'), said);
  await conversation.goesOn();
  for (const peer of [...people, speaker, sleeper]) assert.equal(peer.end, undefined);
});

test('a client that reads nothing for a minute is closed', async () => {
  const meter = new Meter();
  await using server = await LocalServer.open({ link: meter.options });
  const [ann, speaker] = [await server.join('ann'), await server.join('speaker')];
  const { peer: sleeper, link } = server.connect();
  await sleeper.come('sleeper');
  sleeper.stopReading();
  await flood(speaker, 'speaker', ann, megabyte);
  await server.clock.pass(59_000);
  assert.deepEqual(meter.slow, []);
  await server.clock.pass(6000);
  assert.deepEqual(meter.slow, [link]);
  sleeper.readOn();
  assert.equal(await sleeper.over(), 'reset');
  await server.join('SLEEPER');
});

test('a client that does not read its answers is no longer read, and gets all answers when it reads again', async () => {
  const meter = new Meter();
  await using server = await LocalServer.open({ link: meter.options });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const { peer: mallory, link } = server.connect();
  await mallory.come('mallory');
  const helped = async (): Promise<number> => {
    mallory.say('/help');
    const { length } = mallory.heard;
    await mallory.until(() => mallory.heard.length > length);
    await conversation.goesOn();
    return mallory.heard.length - length;
  };
  const lines = await helped();
  const { length } = mallory.heard;
  mallory.stopReading();
  const asked = 1000;
  for (let said = 0; said < asked; said += 100) mallory.say(...Array<string>(100).fill('/help'));
  await conversation.goesOn();
  assert.ok(mallory.link.queued > 0, 'its link is not read');
  assert.ok((meter.most.get(link) ?? 0) <= mostWaiting, `${meter.most.get(link)} bytes waited`);
  mallory.readOn();
  await mallory.until(() => mallory.heard.length === length + asked * lines);
  assert.deepEqual(meter.slow, []);
});

test('the bytes waiting for all slow links are bounded together, and no link is closed for that', async () => {
  const meter = new Meter();
  const budget = new OutboxBudget(8 * megabyte);
  await using server = await LocalServer.open({ link: { ...meter.options, budget } });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const speaker = await server.join('speaker');
  const sleepers: NickPeer[] = [];
  for (let n = 0; n < 25; n++) sleepers.push(await server.join(`sleeper${n}`));
  for (const peer of sleepers) peer.stopReading();
  let most = 0;
  const { onFrame } = people[0];
  people[0].onFrame = (text) => {
    most = Math.max(most, budget.used);
    onFrame(text);
  };
  // Three times what all of them may hold.
  await flood(speaker, 'speaker', people[0], megabyte);
  await conversation.goesOn();
  assert.ok(most > 0.5 * megabyte && most < 4 * megabyte, `${most} bytes waited`);
  assert.deepEqual(meter.slow, []);
  const said = heardFrom(people[0], 'speaker').length;
  for (const peer of sleepers) peer.readOn();
  for (const peer of sleepers) await peer.until(() => heardFrom(peer, 'speaker').length === said);
});

test('a client that reads never counts as slow, even if one batch has many bytes', async () => {
  using dir = new TemporaryDirectory();
  const disk = new HeldDisk();
  const meter = new Meter();
  await using server = await LocalServer.open({ dir: dir.path, disk, link: meter.options });
  const ann = await server.join('ann');
  const crowd: NickPeer[] = [];
  for (let n = 0; n < 20; n++) crowd.push(await server.join(`m${n}`));
  disk.holding = true;
  ann.say('first');
  await disk.asked();
  for (const peer of crowd) peer.say(...speech(60));
  await turns(50);
  disk.release();
  await ann.until(() => ann.heard.length === 2 + 20 * 60);
  assert.equal(meter.slow.length, 0);
});

test('over TCP a reader that does not read is not missed, and hears all when it reads on', async () => {
  await using served = await Served.start();
  const people = [await served.join('ann'), await served.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const speaker = await served.join('speaker');
  const sleeper = await served.join('sleeper');
  sleeper.stopReading();
  await flood(speaker, 'speaker', people[0], 12 * megabyte);
  await conversation.goesOn();
  assert.deepEqual(served.troubles, []);
  sleeper.readOn();
  const said = heardFrom(people[0], 'speaker');
  await sleeper.until(() => heardFrom(sleeper, 'speaker').length === said.length);
  assert.deepEqual(heardFrom(sleeper, 'speaker'), said);
  for (const peer of [...people, speaker]) assert.equal(peer.end, undefined);
});

test('a link on which we make a mistake is closed and logged; the others go on', async () => {
  const broken: Dialect = {
    ...nick,
    listen: () => (link) => {
      link.read({
        take() {
          throw new Error('a mistake of ours');
        },
        ended: () => {},
      });
    },
  };
  await using served = await Served.start([nick, broken]);
  const people = [await served.join('ann'), await served.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const victim = await served.connect(served.ports[1]);
  victim.say('anything');
  assert.equal(await victim.over(), 'reset');
  const [logged] = served.troubles;
  assert.deepEqual([served.troubles.length, logged?.['event'], logged?.['context']], [1, 'bug', 'a link']);
  assert.match(String(logged?.['error']), /^Error: a mistake of ours\n {4}at /);
  await conversation.goesOn();
});
