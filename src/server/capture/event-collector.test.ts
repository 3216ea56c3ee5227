import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialects } from '#dialects/index.ts';
import type { Link, Peer } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import type { TapPoint } from '#link/tap.ts';
import { type Batch, heldBy } from './event-batch.ts';
import { BatchReader } from './batch-reader.ts';
import type { CaptureEvent } from './capture-event.ts';
import { Collector } from './event-collector.ts';
import { RecentEvents } from './recent-events.ts';

const place = { name: 'nick:1', dialect: 'nick', url: 'nick://x:1', transport: 'TCP' };
const server: Peer = { address: '192.0.2.1', port: 1 };

/** A collector whose batches wait until the test takes them. */
function collecting(limit = 1e6): { collector: Collector; batches: Batch[] } {
  const batches: Batch[] = [];
  const collector = new Collector({ send: (batch) => void batches.push(batch), limit, wait: 60_000 });
  return { collector, batches };
}

function taken(batches: readonly Batch[]): readonly CaptureEvent[] {
  const reader = new BatchReader(new Map([[0, place]]), dialects);
  return batches.flatMap((batch) => reader.read(batch));
}

/** An event as short text, without its time. */
function brief(event: CaptureEvent): string {
  switch (event.kind) {
    case 'opened':
      return `${event.facts.id} opened${event.facts.joined ? ' before' : ''} ${event.facts.user ?? ''}`.trim();
    case 'bytes':
      return `${event.id} ${event.side} ${Buffer.from(event.bytes).toString()}`;
    case 'ended':
      return `${event.id} ${event.side} ${event.how}`;
    case 'named':
      return `${event.id} named ${event.user}`;
    default:
      return `${event.id} ${event.kind}`;
  }
}

function linked(taps: TapPoint): readonly [Link, Link] {
  const [near, far] = pipe({ taps });
  for (const link of [near, far]) link.read({ take: (chunk) => chunk.length, ended: () => {} });
  return [near, far];
}

test('bytes sent to many links are handed over once, in order, with rising times', async () => {
  const { collector, batches } = collecting();
  const taps: TapPoint = { tap: collector.tapFor(0, server) };
  const frame = Buffer.from('to all');
  const [one] = linked(taps);
  const [two] = linked(taps);
  for (const link of [one, two]) link.write(frame);
  await Promise.resolve();
  collector.named(one.peer, 'alice');
  one.end();
  two.abort();
  await new Promise((resolve) => setImmediate(resolve));
  collector.flush();
  const [batch] = batches;
  assert.equal(batches.length, 1);
  assert.equal(batch?.blob.length, frame.length);
  const events = taken(batches);
  const times = events.map((event) => event.time);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => Number(a - b)),
  );
  assert.ok(Math.abs(Number((times[0] ?? 0n) / 1_000_000n) - Date.now()) < 60_000);
  const ofOne = events.map(brief).filter((text) => text.startsWith('1 '));
  assert.deepEqual(ofOne.slice(0, 4), ['1 opened', '1 server to all', '1 named alice', '1 server fin']);
});

test('when too many bytes wait, events are dropped and counted, and later bytes are masked like those of a link captured from its middle', () => {
  const { collector, batches } = collecting(1000);
  const tap = collector.tapFor(0, server);
  const [link] = pipe();
  link.peer.user = 'alice';
  tap.received(Buffer.from('before'), link);
  tap.received(Buffer.alloc(2000, 'x'), link);
  collector.flush();
  tap.received(Buffer.from('NICK alice se'), link);
  tap.received(Buffer.from('cret'), link);
  const [other] = pipe();
  tap.opened?.(other);
  collector.flush();
  assert.deepEqual(batches.at(-1)?.lost, [[0, 3]]);
  for (const { weight } of batches) collector.done(weight);
  tap.received(Buffer.from('cret\nhello\n'), link);
  collector.flush();
  const told = taken(batches).map(brief);
  assert.deepEqual([told[0], told.at(-2), told.at(-1)], ['1 opened before alice', '1 gap', '1 client ****\nhello\n']);
});

test('the buffer keeps the last events, and forgets sessions without any event in it', () => {
  const { collector, batches } = collecting(1e9);
  const tap = collector.tapFor(0, server);
  const recent = new RecentEvents(100_000);
  const links: Link[] = [];
  const reader = new BatchReader(new Map([[0, place]]), dialects);
  for (let n = 0; n < 20; n++) {
    const [link] = pipe();
    links.push(link);
    tap.opened?.(link);
    tap.sent(Buffer.alloc(10_000, 'x'), link);
    if (n !== 0) tap.closed?.(link);
    collector.flush();
    const batch = batches.pop() ?? assert.fail();
    recent.add(reader.read(batch), heldBy(batch));
  }
  const ids = recent.sessions.map(({ id }) => id);
  assert.equal(ids[0], 1, 'the first link is still open');
  assert.deepEqual(ids.slice(1), [12, 13, 14, 15, 16, 17, 18, 19, 20]);
  assert.equal(
    [...recent.eventsOf(new Set([20]))]
      .map(brief)
      .map((text) => text.slice(0, 9))
      .join(),
    '20 opened,20 server,20 closed',
  );
  assert.deepEqual([...recent.eventsOf(new Set([1]))], []);
});
