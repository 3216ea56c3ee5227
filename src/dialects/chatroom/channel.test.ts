import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { pipe } from '#link/pipe.ts';
import { Recording } from '#link/recording-reader.suite.ts';

import { Channel } from './channel.ts';
import { ack, decode, encode, header } from './codec.ts';

/** A channel, and what its peer hears. */
function opened(): { channel: Channel; peer: ReturnType<typeof pipe>[0]; heard: Recording } {
  const [ours, peer] = pipe();
  const heard = new Recording();
  peer.read(heard);
  return { channel: new Channel(ours), peer, heard };
}

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && decode(bytes);

describe('a channel', () => {
  const script = Buffer.concat([header(3), encode('bob'), ack(-7), header(0), header(2), encode('BM'), encode('rest')]);

  test('reads the same, wherever it is cut', async () => {
    const cuts = Array.from(script, (_, at) => [at]).filter(([at = 0]) => at % 13 === 0 || at < 70);
    for (const places of [...cuts, [1, 1023, 1024, 1027, 1091], Array.from(script, (_, at) => at)]) {
      const { channel, peer, heard } = opened();
      const ends = [...places, script.length];
      for (const [index, end] of ends.entries()) peer.write(script.subarray(index === 0 ? 0 : ends[index - 1], end));
      peer.end();
      assert.equal(text(await channel.stream()), 'bob');
      assert.equal(await channel.number(), -7);
      assert.equal(text(await channel.stream()), '');
      assert.equal(text(await channel.stream()), 'BM');
      assert.equal(text(await channel.bytes(4)), 'rest');
      assert.equal(await channel.stream(), undefined);
      assert.deepEqual(Buffer.from(heard.bytes), Buffer.concat([ack(1), ack(1), ack(1)]));
    }
  });

  test('keeps a limited part of a stream, and reads on after the stream', async () => {
    for (const pieces of [1, 2, 100]) {
      const { channel, peer, heard } = opened();
      const long = Buffer.concat([header(300_000), new Uint8Array(300_000).fill(0x78), header(2), encode('BM')]);
      const size = Math.ceil(long.length / pieces);
      for (let at = 0; at < long.length; at += size) peer.write(long.subarray(at, at + size));
      const kept = await channel.stream(1000);
      assert.equal(text(kept), 'x'.repeat(1001));
      assert.ok((kept?.buffer.byteLength ?? 0) < 5000);
      assert.equal(text(await channel.stream(2)), 'BM');
      assert.deepEqual(Buffer.from(heard.bytes), Buffer.concat([ack(1), ack(1)]));
    }
  });

  test('reads nothing that was not asked for', async () => {
    const { channel, peer } = opened();
    peer.write(ack(1));
    for (let n = 0; n < 100; n++) peer.write(new Uint8Array(1000));
    assert.equal(await channel.number(), 1);
    assert.ok(peer.queued >= 99_000);
  });

  test('ends with its link, at any point', async () => {
    for (let at = 0; at < 1027; at += 79) {
      const { channel, peer } = opened();
      peer.write(script.subarray(0, at));
      peer.end();
      let ends = 0;
      channel.onEnd = () => ends++;
      assert.equal(await channel.stream(), undefined);
      assert.equal(await channel.number(), undefined);
      assert.equal(ends, 1);
      assert.ok(channel.over);
    }
  });

  test('sends data only after its header was acknowledged with 1', async () => {
    for (const [answer, sent] of [
      [ack(1), true],
      [ack(-1), false],
      [encode('x'.repeat(64)), false],
    ] as const) {
      const { channel, peer, heard } = opened();
      peer.write(answer);
      assert.equal(await channel.send(encode('bob')), sent);
      await channel.link.drained();
      assert.deepEqual(Buffer.from(heard.bytes), Buffer.concat([header(3), encode(sent ? 'bob' : '')]));
    }
  });

  test('an ACK without a number gives NaN', async () => {
    const { channel, peer } = opened();
    peer.write(encode('?'.padEnd(64)));
    assert.ok(Number.isNaN(await channel.number()));
  });
});
