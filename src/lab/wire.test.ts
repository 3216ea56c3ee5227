import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import type { Link, Reader } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';

import { Actor } from './actor.ts';
import { runTranscript } from './run-transcript.ts';
import { parseTranscript } from './transcript.ts';
import { wireOver } from './wire.ts';

/** A link whose transport is the test. */
function bareLink(): { link: Link; reader: () => Reader; deeds: string[]; drain: () => void } {
  const deeds: string[] = [];
  const drained = Promise.withResolvers<void>();
  let reading: Reader | undefined;
  const link: Link = {
    peer: { address: '[test]', port: 0 },
    read: (reader) => (reading = reader),
    resume: () => undefined,
    write: (bytes) => deeds.push(`write ${Buffer.from(bytes).toString()}`),
    queued: 0,
    scarce: false,
    delivered: true,
    drained: () => drained.promise,
    end: () => deeds.push('end'),
    abort: () => deeds.push('abort'),
  };
  const reader = (): Reader => {
    assert.ok(reading);
    return reading;
  };
  return { link, reader, deeds, drain: drained.resolve };
}

/** Whether a promise is settled once all that is under way has been done. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

test('all bytes are kept, read or not, also if the transport reuses its buffer', async () => {
  const { link, reader } = bareLink();
  const wire = wireOver(link);
  const memory = Buffer.from('one');
  assert.equal(reader().take(memory), 3);
  memory.write('two');
  reader().take(memory);
  assert.deepEqual(await wire.read(), Uint8Array.from(Buffer.from('one')));
  assert.deepEqual(await wire.read(), Uint8Array.from(Buffer.from('two')));
  const next = wire.read();
  reader().take(Buffer.from('three'));
  assert.deepEqual(await next, Uint8Array.from(Buffer.from('three')));
});

test('above a bound, unread bytes stay in the link until the actor reads', async () => {
  const [ours, theirs] = pipe();
  theirs.read({ take: (chunk) => chunk.length, ended: () => {} });
  const wire = wireOver(ours);
  const total = 12;
  for (let n = 0; n < total; n++) theirs.write(new Uint8Array(20_000).fill(n));
  assert.equal(await isSettled(theirs.drained()), false);
  const heard: number[] = [];
  while (heard.length < total * 20_000) {
    const next = await wire.read();
    assert.ok(typeof next === 'object');
    heard.push(...next);
  }
  assert.deepEqual(
    heard,
    Array.from({ length: total * 20_000 }, (_, at) => Math.floor(at / 20_000)),
  );
});

test('the end comes after the bytes, and says whether the server closed', async () => {
  const ends = { ended: 'closed', reset: 'reset', closed: 'reset', slow: 'reset' } as const;
  for (const how of ['ended', 'reset', 'closed', 'slow'] as const) {
    const { link, reader } = bareLink();
    const wire = wireOver(link);
    reader().take(Buffer.from('x'));
    reader().ended(how);
    assert.equal((await wire.read()).length, 1);
    assert.equal(await wire.read(), ends[how]);
    assert.equal(await wire.read(), ends[how]);
  }
});

test('an actor that waits for bytes learns of the end', async () => {
  const { link, reader } = bareLink();
  const next = wireOver(link).read();
  reader().ended('ended');
  assert.equal(await next, 'closed');
});

test('writing ends when the bytes are handed over and delivered', async () => {
  const { link, deeds, drain } = bareLink();
  const delivered = Promise.withResolvers<void>();
  const written = wireOver(link, () => delivered.promise).write(Buffer.from('hi'));
  assert.deepEqual(deeds, ['write hi']);
  delivered.resolve();
  assert.equal(await isSettled(written), false);
  drain();
  assert.equal(await isSettled(written), true);
});

test('writing waits for delivery, but not on a link that is lost', async () => {
  const { link, reader, drain } = bareLink();
  const written = wireOver(link, () => new Promise(() => undefined)).write(Buffer.from('hi'));
  drain();
  reader().ended('ended');
  assert.equal(await isSettled(written), false);
  const lost = bareLink();
  const wasted = wireOver(lost.link, () => new Promise(() => undefined)).write(Buffer.from('hi'));
  lost.drain();
  lost.reader().ended('reset');
  assert.equal(await isSettled(wasted), true);
});

test('hanging up is an end, being cut off an abort', () => {
  const { link, deeds } = bareLink();
  const wire = wireOver(link);
  wire.hangUp();
  wire.cutOff();
  assert.deepEqual(deeds, ['end', 'abort']);
});

/** Says back what it hears, resets the link at a lone `!`, and closes it when the actor does or says `.`. */
function parrot(link: Link): void {
  link.read({
    take(chunk) {
      const text = Buffer.from(chunk).toString();
      if (text === '!') link.abort();
      else if (text === '.') link.end();
      else link.write(Uint8Array.from(chunk));
      return chunk.length;
    },
    ended: () => link.end(),
  });
}

const everyEnd = parseTranscript(
  `alice opens parrot
alice C: hello\\x00{9}
alice S: hello\\x00{9}
alice hangs up
alice S closes
bob opens parrot
bob C: .
bob S closes
bob opens parrot
bob C: !
bob S resets
carol opens parrot
carol is cut off
carol opens parrot
carol C: who hangs up at the end
carol S: who hangs up at the end
`,
  'parrot.txt',
);

const playOver = (connect: () => Promise<Link>): Promise<void> => {
  const nothing = async (): Promise<void> => undefined;
  return runTranscript(everyEnd, { connect: async () => wireOver(await connect()), pass: nothing, close: nothing });
};

test('a transcript is played over pipes', async () => {
  await playOver(async () => {
    const [ours, theirs] = pipe();
    parrot(theirs);
    return ours;
  });
});

test('a transcript is played over TCP', async () => {
  const listening = await listenTcp({ port: 0 }, parrot);
  await playOver(() => connectTcp({ host: listening.address, port: listening.port }));
  await listening.close();
});

test('an actor that gets endless bytes does not wait for ever', async () => {
  const flood = { ...wireOver(pipe()[0]), read: async () => new Uint8Array(65_536) };
  const alice = new Actor('alice', flood, 0);
  const complaint = await alice.staysSilent(performance.now() + 60_000);
  assert.match(complaint?.says ?? '', /alice hears what nobody expected/);
  assert.ok((complaint?.heard?.length ?? 0) < 4 << 20);
});
