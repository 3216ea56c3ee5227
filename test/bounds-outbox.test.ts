import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Link } from '#link/link.ts';
import type { LinkOptions } from '#link/options.ts';
import { budgetOf } from '#link/outbox.ts';
import { Conversation } from './conversation.ts';
import { HeldDisk } from './held-disk.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';
import { turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';
import { Served } from './served.ts';

const megabyte = 1_048_576;
const padding = 'x'.repeat(2000);
const speech = (lines: number): readonly string[] => Array.from({ length: lines }, (_, n) => `${n} ${padding}`);

/** Says so much in portions that everybody who reads has heard before the next one comes. */
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

/** Follows how much waits for each link at most. */
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

test('what waits for one link stays below 1 MB; who does not read is closed, and the others notice nothing', async () => {
  const meter = new Meter();
  await using server = await LocalServer.open({ link: meter.options });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const speaker = await server.join('speaker');
  const { peer: sleeper, link } = server.connect();
  await sleeper.come('sleeper');
  sleeper.stopReading();
  await flood(speaker, 'speaker', people[0], 10 * megabyte);
  await conversation.goesOn();
  assert.ok(meter.slow.length === 1 && meter.slow[0] === link, `${meter.slow.length} were slow`);
  const most = meter.most.get(link) ?? 0;
  assert.ok(most <= megabyte && most > 0.8 * megabyte, `${most} bytes waited`);
  for (const peer of [...people, speaker]) assert.equal(peer.end, undefined);
  sleeper.readOn();
  assert.equal(await sleeper.over(), 'reset');
  await server.join('SLEEPER');
});

test('who asks and asks and does not read the answers is closed as well', async () => {
  const meter = new Meter();
  await using server = await LocalServer.open({ link: meter.options });
  const people = [await server.join('ann'), await server.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const { peer: mallory, link } = server.connect();
  await mallory.come('mallory');
  mallory.stopReading();
  while (meter.slow.length === 0) {
    mallory.say(...Array<string>(1000).fill('/help'));
    await conversation.goesOn();
  }
  assert.ok(meter.slow[0] === link && (meter.most.get(link) ?? 0) <= megabyte);
  await conversation.goesOn();
});

test('what waits for all slow links together has a bound: the one written to next is closed', async () => {
  const meter = new Meter();
  const budget = budgetOf(2 * megabyte);
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
  await flood(speaker, 'speaker', people[0], 0.8 * megabyte);
  await conversation.goesOn();
  assert.ok(most <= budget.bytes && most > budget.bytes / 2, `${most} bytes waited`);
  assert.ok(meter.slow.length > 20, `${meter.slow.length} were closed`);
  for (const peer of [...people, speaker]) assert.equal(peer.end, undefined);
});

test('whoever reads is no slow reader, however much is said while one batch is made durable', async () => {
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

test('over TCP a reader that does not read is closed and logged, and nothing of what was said', async () => {
  await using served = await Served.start();
  const people = [await served.join('ann'), await served.join('bea')] as const;
  const conversation = new Conversation(people, ['ann', 'bea']);
  const speaker = await served.join('speaker');
  const sleeper = await served.join('sleeper');
  sleeper.stopReading();
  let said = 0;
  while (served.troubles.length === 0 && (said += megabyte) < 64 * megabyte) {
    await flood(speaker, 'speaker', people[0], megabyte);
  }
  await conversation.goesOn();
  assert.equal(served.troubles.length, 1);
  assert.match(
    JSON.stringify(served.troubles[0]),
    /^{"event":"slow-reader","dialect":"nick","peer":"127\.0\.0\.1:\d+"}$/,
  );
  for (const peer of [...people, speaker]) assert.equal(peer.end, undefined);
  sleeper.readOn();
  assert.equal(await sleeper.over(), 'reset');
  await served.join('SLEEPER');
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
