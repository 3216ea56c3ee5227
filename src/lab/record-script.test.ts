import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTestClock, type TestClock } from '../../test/test-clock.ts';

import { actorName } from './record-names.ts';
import { type Mask, Script } from './record-script.ts';
import { parseTranscript } from './transcript.ts';

const utf8 = new TextEncoder();

/** Hides six bytes in a row, and all of the next chunk until the server has said something. */
function mask(): Mask {
  let secret = false;
  const hide = (chunk: Uint8Array): Uint8Array => {
    secret ||= chunk.length === 6;
    return secret ? new Uint8Array(chunk.length).fill(0x2a) : chunk;
  };
  return Object.assign(hide, { heard: () => void (secret = false) });
}

function scene(): { script: Script; clock: TestClock; text: () => string } {
  const clock = createTestClock();
  let text = '';
  const script = new Script({
    dialect: 'nick',
    mask,
    write: (line) => (text += line),
    now: clock.now,
    after: clock.after,
  });
  return { script, clock, text: () => parseTranscript(text, 'recorded') && text };
}

test('everything is written down in the order seen, and can be played', () => {
  const { script, text } = scene();
  const alice = script.opens();
  script.server(alice, utf8.encode('\0\x05HELLO'));
  const bob = script.opens();
  script.client(alice, utf8.encode('hi'));
  script.client(alice, utf8.encode(' ho '));
  script.ends(alice, 'hangs up');
  script.ends(alice, 'S closes');
  script.ends(bob, 'is cut off');
  const carol = script.opens();
  script.comment('words');
  script.ends(carol, 'S resets');
  assert.equal(
    text(),
    '\nalice opens nick\nalice S: \\x00\\x05HELLO\n\nbob opens nick\nalice C: hi\nalice C: \\x20ho\\x20\n' +
      'alice hangs up\nalice S closes\nbob is cut off\n\ncarol opens nick\n# words\ncarol S resets\n',
  );
  assert.deepEqual([script.actors, script.lines], [3, 10]);
});

test('what the server says to one actor is one line until something else happens', () => {
  const { script, text } = scene();
  const [alice, bob] = [script.opens(), script.opens()];
  for (const part of ['a', 'b', 'ü'.slice(0, 1)]) script.server(alice, utf8.encode(part));
  script.server(bob, utf8.encode('c'));
  script.server(alice, utf8.encode('d'));
  script.client(alice, utf8.encode('e'));
  assert.match(text(), /\nalice S: abü\nbob S: c\nalice S: d\nalice C: e\n$/);
});

test('bytes of the server are collected for a limited time, up to a limit', async () => {
  const { script, clock, text } = scene();
  const alice = script.opens();
  script.server(alice, utf8.encode('HELLO'));
  assert.doesNotMatch(text(), /HELLO/);
  await clock.pass(100);
  assert.match(text(), /alice S: HELLO\n$/);
  for (let n = 0; n < 20; n++) script.server(alice, new Uint8Array(16 * 1024));
  assert.equal(text().match(/alice S: \\x00\{65536\}/g)?.length, 4);
});

test('the secrets of a client are hidden, what the server says is not', () => {
  const { script, text } = scene();
  const alice = script.opens();
  script.client(alice, utf8.encode('secret'));
  script.server(alice, utf8.encode('secret'));
  script.flush();
  assert.match(text(), /alice C: \*{6}\nalice S: secret\n$/);
});

test('each link has its own mask, which hears what the server says on it', () => {
  const { script, text } = scene();
  const [alice, bob] = [script.opens(), script.opens()];
  script.client(alice, utf8.encode('secret'));
  script.client(bob, utf8.encode('hi'));
  script.server(bob, utf8.encode('you'));
  script.client(alice, utf8.encode('rest'));
  script.server(alice, utf8.encode('well'));
  script.client(alice, utf8.encode('hi'));
  assert.match(text(), /alice C: \*{6}\nbob C: hi\nbob S: you\nalice C: \*{4}\nalice S: well\nalice C: hi\n$/);
});

test('a silence is written down before whatever ends it, a short one is not', async () => {
  const { script, clock, text } = scene();
  const alice = script.opens();
  await clock.pass(19);
  script.client(alice, utf8.encode('a'));
  await clock.pass(20);
  script.client(alice, utf8.encode('b'));
  await clock.pass(30.5);
  script.server(alice, utf8.encode('c'));
  await clock.pass(20);
  script.server(alice, utf8.encode('d'));
  script.flush();
  // The first is the missing 19 ms longer; others one more, for timers that ring too early.
  assert.match(text(), /nick\nalice C: a\n… 39ms\nalice C: b\n… 32ms\nalice S: c\n… 21ms\nalice S: d\n$/);
});

test('the script does not fall behind the clock, however many short silences there were', async () => {
  const { script, clock, text } = scene();
  const alice = script.opens();
  for (let n = 0; n < 100; n++) {
    await clock.pass(10);
    script.client(alice, utf8.encode('.'));
  }
  await clock.pass(9000);
  script.server(alice, utf8.encode('ping'));
  script.flush();
  assert.match(text(), /\n… 10s\nalice S: ping\n$/);
});

test('actors have different names', () => {
  const names = Array.from({ length: 100 }, (_, n) => actorName(n + 1));
  assert.deepEqual(names.slice(0, 5), ['alice', 'bob', 'carol', 'dave', 'erin']);
  assert.deepEqual(names.slice(25, 28), ['zoe', 'actor27', 'actor28']);
  assert.equal(new Set(names).size, 100);
});
