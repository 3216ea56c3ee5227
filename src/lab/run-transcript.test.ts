import assert from 'node:assert/strict';
import { test } from 'node:test';

import { echo, serverOf } from './echo.suite.ts';
import { runTranscript } from './run-transcript.ts';
import type { TranscriptServer, Wire, WireEnd } from './transcript-server.ts';
import { parseTranscript, TranscriptError } from './transcript.ts';

async function passes(text: string, server: TranscriptServer = serverOf(echo)): Promise<void> {
  await runTranscript(parseTranscript(text, 'play.txt'), server);
}

async function fails(
  text: string,
  line: number,
  reason: RegExp,
  server: TranscriptServer = serverOf(echo),
): Promise<string> {
  // What is not late has all the time of a busy machine.
  const timeout = /in time|did not read/.test(reason.source) ? 200 : 60_000;
  const failure: unknown = await runTranscript(parseTranscript(text, 'play.txt'), server, { timeout }).catch(
    (error) => error,
  );
  assert.ok(failure instanceof TranscriptError, `expected a failure, got ${String(failure)}`);
  assert.equal(`${failure.file}:${failure.line}`, `play.txt:${line}`, failure.message);
  assert.match(failure.message, reason);
  return failure.message;
}

const open = 'alice opens nick\nalice S: HELLO\n';

test('a correct server passes', async () => {
  const server = serverOf(echo);
  await passes(
    `${open}alice C: hi\nalice S: [hi]\nbob opens direct\nbob S: HELLO\nalice C: ALL x\nbob S: x\nalice S: x\n`,
    server,
  );
  assert.deepEqual(server.deeds.slice(0, 2), ['connect nick', 'connect direct']);
});

test('how the server cuts its bytes into chunks does not matter', async () => {
  await passes(`${open}alice C: DRIP abc\nalice C: hi\nalice S: a\nalice S: bc[h\nalice S: i]\n`);
});

test('every C line is a separate chunk', async () => {
  await passes(`${open}alice C: one\nalice C: two\nalice S: [one][two]\n`);
  await fails(`${open}alice C: one\nalice C: two\nalice S: [onetwo]\n`, 5, /alice hears something else/);
});

test('a wrong byte is shown with the expected one, and the lines before', async () => {
  const message = await fails(`${open}alice C: \\x01ok\nalice S: [\\x01oh]\n`, 4, /alice hears something else/);
  assert.equal(
    message,
    `play.txt:4: alice hears something else

  expected  [\\x01oh]
  got       [\\x01ok]
                  ^ byte 3: h (0x68) expected, k (0x6b) came

     1  alice opens nick
     2  alice S: HELLO
     3  alice C: \\x01ok
>    4  alice S: [\\x01oh]`,
  );
});

test('missing bytes fail', async () => {
  const message = await fails(`${open}alice C: ho\nalice S: [ho] ho\n`, 4, /alice does not hear this in time/);
  assert.match(message, /\^ byte 4: 0x20 expected, nothing came/);
  assert.match(await fails('alice opens nick\nalice S: HELLO\nalice S: x\n', 3, /in time/), /got {7}\(nothing\)/);
});

test('unexpected bytes fail at the next expectation', async () => {
  await fails(
    `${open}alice C: one\nalice C: two\n… 1s\nalice S: [two]\n`,
    6,
    /byte 1: t \(0x74\) expected, o \(0x6f\) came/,
  );
});

test('unexpected bytes fail at the end, where the actor was last seen', async () => {
  const message = await fails(
    `${open}bob opens nick\nbob S: HELLO\nalice C: hi\nbob C: BYE\nbob S closes\n`,
    5,
    /got {7}\[hi\]\n/,
  );
  assert.match(message, /alice hears what nobody expected, after the last line about it/);
  const lastWords = serverOf(echo, (line) => {
    line.say('last words');
    line.end('closed');
  });
  await fails(open, 2, /last words/, lastWords);
});

test('at the end the actors hang up one after the other, in the order they came', async () => {
  const farewells = serverOf(echo, (line) => {
    line.end('closed');
    for (const other of line.all) other.say('somebody left');
  });
  const both = 'alice opens nick\nbob opens nick\nalice S: HELLO\nbob S: HELLO\n';
  await fails(both, 4, /bob hears what nobody expected.*\n\n.*somebody left/, farewells);
  await passes(
    `${both}alice hangs up\nbob S: somebody left\n`,
    serverOf(echo, (line) => {
      line.end('closed');
      for (const other of line.all) other.say('somebody left');
    }),
  );
});

test('a server that does not close after the actor hung up fails', async () => {
  await fails(
    open,
    2,
    /the server does not close alice's link in time/,
    serverOf(echo, () => undefined),
  );
});

test('the server closes, and nothing comes before it', async () => {
  await passes(`${open}alice C: BYE\nalice S closes\n`);
  await fails(`${open}alice S closes\n`, 3, /does not close alice's link in time/);
  await fails(
    `${open}alice C: hi\nalice C: BYE\nalice S closes\n`,
    5,
    /nobody expected, before the server closes\n\n.*\[hi\]/,
  );
  await fails(`${open}alice C: BYE\nalice S: bye\n`, 4, /the server closes alice's link before alice has heard this/);
});

test('closing and resetting are not the same', async () => {
  await passes(`${open}alice C: DROP\nalice S resets\n`);
  await fails(`${open}alice C: DROP\nalice S closes\n`, 4, /alice's link is reset, expected was an orderly end/);
  await fails(`${open}alice C: BYE\nalice S resets\n`, 4, /the server closes alice's link, expected was a reset/);
});

test('an actor that hung up still receives', async () => {
  const server = serverOf(echo, (line) => {
    line.say('so long');
    line.end('closed');
  });
  await passes(`${open}alice hangs up\nalice S: so long\nalice S closes\n`, server);
  assert.deepEqual(server.deeds, ['connect nick', 'hang up', 'cut off']);
});

test('an actor that is cut off does not hang up, and must still hear nothing unexpected', async () => {
  const server = serverOf(echo);
  await passes(`${open}alice is cut off\n`, server);
  assert.deepEqual(new Set(server.deeds), new Set(['connect nick', 'cut off']));
  await fails(`${open}alice C: DRIP abc\nalice is cut off\n`, 4, /nobody expected, before being cut off\n\n.*abc\n/);
});

test('an actor can connect again; its old link is closed first', async () => {
  const server = serverOf(echo);
  await passes(`${open}alice C: BYE\nalice S closes\n${open}alice C: hi\nalice S: [hi]\n`, server);
  assert.deepEqual(server.deeds.slice(0, 4), ['connect nick', 'hang up', 'cut off', 'connect nick']);
  await passes(`${open}alice is cut off\n${open}`);
});

test('the clock moves where the transcript says so', async () => {
  await passes(`${open}alice C: LATER x\n… 999ms\nalice C: hi\nalice S: [hi]\n… 1ms\nalice S: x\n`);
  await fails(`${open}alice C: LATER x\n… 999ms\nalice S: x\n`, 5, /in time/);
});

test('wildcards stand for what varies', async () => {
  await passes(`${open}alice C: at 12:34 o'clock\nalice S: [at \\?\\?:\\?{2} \\*]\n`);
  const message = await fails(`${open}alice C: abc\nalice S: [\\*b\\*xy\n`, 4, /in time/);
  assert.match(
    message,
    / {2}expected {2}\[\\\*b\\\*xy\n {18}\^\n {2}got {7}\[abc\]\n {15}\^ what stands here after \\\* is nowhere in what came/,
  );
});

test('named bytes can be sent and expected again, by any actor', async () => {
  const names = 'alice C: 17:\\x00\\x02\nalice S: [\\{id}:\\{bytes}]\nalice C: DRIP \\{id}\\{bytes}\n';
  const again =
    'alice S: 17\\x00\\x02\nbob opens nick\nbob S: HELLO\nbob C: \\{bytes} \\{id}\nbob S: [\\{bytes} \\{id}]\n';
  await passes(`${open}${names}${again}alice C: no \\{id}\nalice S: [no \\{id}]\n`);
  const message = await fails(
    `${open}${names}alice S: \\{id}\\x01\nbob opens nick\nbob S: \\{bytes}\n`,
    6,
    /something else/,
  );
  assert.match(message, / {2}expected {2}17\\x01\n {2}got {7}17\\x00\n {14}\^ byte 2: 0x01 expected, 0x00 came/);
  const missing = await fails(`${open}alice C: 17\nalice S: [\\{id};\nalice S: \\{id}\n`, 4, /in time/);
  assert.match(missing, /what stands here after \\\{id} is nowhere in what came/);
});

test('a name is bound again in each play', async () => {
  const transcript = parseTranscript(`${open}alice S: \\{id};\nalice C: \\{id}\nalice S: [\\{id}]\n`, 'x');
  for (const id of ['one', 'other']) {
    const server = serverOf(echo);
    const connect = async (dialect: string): Promise<Wire> => {
      const wire = await server.connect(dialect);
      await wire.write(Buffer.from(`DRIP ${id};`));
      return wire;
    };
    await runTranscript(transcript, { ...server, connect });
  }
});

test('a long difference is shown around its place', async () => {
  const message = await fails(
    `${open}alice C: ${'ab'.repeat(100)}\nalice S: [${'ab'.repeat(80)}x\\x00{300}\n`,
    4,
    /else/,
  );
  assert.match(message, / {2}got {7}…(ab){20}(ab){20}\]\n {53}\^ byte 161: x \(0x78\) expected, a/);
  assert.match(message, /x\\x00\{39\}… \(261 more\)\n/);
});

test('a server that stops reading fails', async () => {
  await fails(`${open}alice C: DEAF\nalice C: hello?\n`, 4, /the server did not read what alice wrote/);
});

test('errors of the server are reported with the line and the cause', async () => {
  const cause = new Error('connection refused');
  const server: TranscriptServer = { ...serverOf(echo), connect: () => Promise.reject(cause) };
  const failure: unknown = await runTranscript(parseTranscript(`\n${open}`, 'x.txt'), server).catch((error) => error);
  assert.ok(failure instanceof TranscriptError && failure.line === 2 && failure.cause === cause);
  assert.match(failure.message, /connection refused/);
  const slow: TranscriptServer = { ...serverOf(echo), connect: () => new Promise(() => undefined) };
  await fails(open, 1, /alice gets no link in time/, slow);
});

test('the links are let go of after a failure', async () => {
  const server = serverOf(echo);
  await fails(`${open}alice S: x\n`, 3, /in time/, server);
  assert.deepEqual(server.deeds, ['connect nick', 'cut off']);
});

test('nothing is waiting when a play is over', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = timers();
  await passes(`${open}alice C: hi\nalice S: [hi]\n`);
  assert.equal(timers(), before);
});

test('a server is not late when it was this process that was busy', async () => {
  const server = serverOf(echo);
  const busy: TranscriptServer = {
    ...server,
    async connect(dialect) {
      const wire = await server.connect(dialect);
      const read = async (): Promise<Uint8Array | WireEnd> => {
        queueMicrotask(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40));
        await new Promise((resolve) => setImmediate(resolve));
        return await wire.read();
      };
      return { ...wire, read };
    },
  };
  await runTranscript(parseTranscript(`${open}alice C: hi\nalice S: [hi]\n`, 'x.txt'), busy, { timeout: 10 });
});
