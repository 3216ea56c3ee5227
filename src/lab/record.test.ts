import assert from 'node:assert/strict';
import { test } from 'node:test';

import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';

import { NickPeer } from '../../test/nick-peer.ts';
import { Served } from '../../test/served.ts';
import { openServer } from '../../test/transcript-server.ts';
import { createTestClock } from '../../test/test-clock.ts';

import { runTranscript } from './run-transcript.ts';
import { record } from './record.ts';
import type { Recorder, RecordOptions } from './record.ts';
import { parseTranscript } from './transcript.ts';

/** A recorder, and what it has written and said so far. */
class Recorded implements AsyncDisposable {
  text = '';
  readonly said: string[] = [];
  readonly recorder: Recorder;

  private constructor(recorder: Recorder) {
    this.recorder = recorder;
  }

  static async of(port: number, options: Partial<RecordOptions> = {}): Promise<Recorded> {
    const early: { recorded?: Recorded } = {};
    // Its clock stands: no silence is long enough to be written down.
    const { now, after } = createTestClock();
    const recorder = await record({
      ...{ dialect: 'nick', host: '127.0.0.1', port, listen: 0, mask: nick.mask, now, after },
      write: (text) => early.recorded && (early.recorded.text += text),
      say: (sentence) => early.recorded?.said.push(sentence),
      ...options,
    });
    early.recorded = new Recorded(recorder);
    return early.recorded;
  }

  async comes(): Promise<NickPeer> {
    return new NickPeer(await connectTcp({ host: '127.0.0.1', port: this.recorder.port }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.recorder.stop();
  }
}

/** Three people over a server of ours; what was written down. */
async function evening(): Promise<string> {
  await using server = await Served.start();
  await using recorded = await Recorded.of(server.ports[0] ?? 0);
  const alice = await (await recorded.comes()).come('alice');
  const bob = await recorded.comes();
  await bob.hears('HELLO');
  bob.say('NICK alice');
  await bob.hears('RETRY');
  bob.say('NICK bob');
  await bob.hears('READY');
  const carol = await (await recorded.comes()).come('carol');
  alice.say('hello\u0007 everyone', 'Grüße');
  for (const one of [bob, carol]) await one.hears('alice: hello␇ everyone', 'alice: Grüße');
  carol.say('NICKcarol sesame');
  await carol.next();
  carol.say('BYE');
  assert.equal(await carol.over(), 'ended');
  carol.link.end();
  bob.link.end();
  assert.equal(await bob.over(), 'ended');
  alice.say('/msg bob are you there?');
  await alice.hears('No user named bob.');
  alice.link.abort();
  await alice.over();
  const dave = await (await recorded.comes()).come('dave');
  await recorded.recorder.stop();
  await dave.over();
  assert.deepEqual(recorded.said, []);
  return recorded.text;
}

async function playOnOurs(text: string, timeout?: number): Promise<void> {
  const server = await openServer('in memory', [nick, direct]);
  try {
    await runTranscript(parseTranscript(text, 'evening.txt'), server, timeout === undefined ? {} : { timeout });
  } finally {
    await server.close();
  }
}

test('a recorded evening can be played again, and fails when one byte is another', async () => {
  const text = await evening();
  const beginning = 'alice opens nick\nalice S: \\x00\\x05HELLO\nalice C: NICK alice\\n\nalice S: \\x00\\x05READY\n';
  assert.ok(text.startsWith(`\n${beginning}\nbob opens nick\n`), text);
  for (const line of ['carol S closes', 'carol hangs up', 'bob hangs up', 'bob S closes', 'alice is cut off']) {
    assert.ok(text.includes(`\n${line}\n`), `${line} is missing in ${text}`);
  }
  assert.match(text, /\ncarol C: NICKcarol \*{6}\\n\n/);
  assert.doesNotMatch(text, /sesame/);
  await playOnOurs(text);
  for (const [right, wrong] of [
    ['bob S: \\x00\\x05RETRY', 'bob S: \\x00\\x05RETRX'],
    ['\\x0ealice: Grüße', '\\x0ealice: Größe'],
    ['carol C: BYE', 'carol C: bye'],
  ] as const) {
    assert.ok(text.includes(right), right);
    await assert.rejects(playOnOurs(text.replace(right, wrong), 200), { name: 'TranscriptError' }, wrong);
  }
});

test('where silence ends a line, the silence is in the transcript', async () => {
  await using server = await Served.start([direct]);
  const now = (): number => performance.now();
  await using recorded = await Recorded.of(server.ports[0] ?? 0, { dialect: 'direct', mask: direct.mask, now });
  const come = async (name: string): Promise<{ link: Link; heard: Recording }> => {
    const link = await connectTcp({ host: '127.0.0.1', port: recorded.recorder.port });
    const heard = new Recording();
    link.read(heard);
    link.write(Buffer.from(name));
    await heard.until(() => heard.text.includes('Welcome'));
    return { link, heard };
  };
  const [one, two] = [await come('User1'), await come('User2')];
  one.link.write(Buffer.from('User2: Hello'));
  await two.heard.until(() => two.heard.text.includes('Hello'));
  two.link.write(Buffer.from('User1: Hello yourself\n'));
  await one.heard.until(() => one.heard.text.includes('yourself'));
  for (const { link, heard } of [one, two]) {
    link.end();
    await heard.end();
  }
  await recorded.recorder.stop();
  assert.match(recorded.text, /^\nalice opens direct\nalice C: User1\n… \d+m?s\nalice S: Welcome User1/);
  assert.match(recorded.text, /\nalice C: User2: Hello\n… \d+m?s\nbob S: \[User1\] {1,2}Hello/);
  await playOnOurs(recorded.text);
});

test('a reset by the server is recorded', async (t) => {
  const server = await listenTcp({ port: 0 }, (link) => {
    const take = (chunk: Uint8Array): number => {
      link.abort();
      return chunk.length;
    };
    link.read({ take, ended: () => {} });
  });
  t.after(() => server.close());
  await using recorded = await Recorded.of(server.port);
  const alice = await recorded.comes();
  alice.say('hi');
  assert.equal(await alice.over(), 'reset');
  assert.equal(recorded.text, '\nalice opens nick\nalice C: hi\\n\nalice S resets\n');
});

test('when the server cannot be reached, the client is disconnected, and recording continues', async (t) => {
  const gone = await listenTcp({ port: 0 }, (link) => link.abort());
  await gone.close();
  await using recorded = await Recorded.of(gone.port);
  const early = await recorded.comes();
  assert.equal(await early.over(), 'reset');
  const port = `127.0.0.1:${gone.port}`;
  assert.deepEqual(recorded.said, [`a client came, but ${port} could not be reached: it refuses connections.`]);
  const back = await listenTcp({ port: gone.port }, (link) => link.write(Buffer.from('\0\x02hi')));
  t.after(() => back.close());
  const alice = await recorded.comes();
  await alice.hears('hi');
  await recorded.recorder.stop();
  assert.match(recorded.text, /^# Somebody came.*\n\nalice opens nick\nalice S: \\x00\\x02hi\n$/);
});

test('when the file cannot be written, all links are closed, and the recording fails', async () => {
  await using server = await Served.start();
  const full = new Error('no space left');
  const write = (text: string): void => {
    if (text.includes(' C: ')) throw full;
  };
  await using recorded = await Recorded.of(server.ports[0] ?? 0, { write });
  const alice = await recorded.comes();
  await alice.hears('HELLO');
  alice.say('NICK alice');
  assert.equal(await alice.over(), 'reset');
  await assert.rejects(recorded.recorder.failed, full);
});
