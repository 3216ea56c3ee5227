import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Dialect } from '#dialects/dialect.ts';
import type { JournalEvent, OriginalLog } from '#dialects/journal.ts';
import { nick } from '#dialects/nick/nick.ts';
import { originalLogFollower, tellsPrivateWords, verboseFollower } from './original-logs.ts';

const peer = { address: '192.0.2.1', port: 7 };
const came: JournalEvent = { kind: 'came', peer, user: { id: 1, name: 'bob' }, at: 0 };

/** nick with another original log. */
const written = (originalLog: OriginalLog): Dialect => ({ ...nick, originalLog: () => originalLog });
const noLog = (): never => assert.fail('nothing is logged');

interface Lines {
  readonly lines: string[];
  add(line: string): void;
}

function pages(): { console: Lines; file: Lines } {
  const page = (): Lines => {
    const lines: string[] = [];
    return { lines, add: (line) => void lines.push(line) };
  };
  return { console: page(), file: page() };
}

test('lines that the original prints or writes are printed or written', () => {
  const { console, file } = pages();
  const originalLog: OriginalLog = {
    console: ({ kind }) => `printed ${kind}`,
    log: { file: 'x', line: ({ kind }) => `written ${kind}` },
  };
  originalLogFollower(written(originalLog), { console, file }, noLog)?.(came);
  assert.deepEqual([console.lines, file.lines], [['printed came'], ['written came']]);
});

test('if the original writes no file, the file gets its printed lines; a failure is reported once', () => {
  const { console, file } = pages();
  let told = 0;
  const follower = originalLogFollower(written({ console: () => `line ${++told}` }), { console, file }, noLog);
  follower?.(came);
  assert.deepEqual([console.lines, file.lines], [['line 1'], ['line 1']]);
});

test('events without a line in the original are left out', () => {
  const { console, file } = pages();
  originalLogFollower(written({ console: () => undefined }), { console, file }, noLog)?.(came);
  assert.deepEqual([console.lines, file.lines], [[], []]);
});

test('no text can forge a line, or send control characters to a terminal', () => {
  const { console, file } = pages();
  originalLogFollower(written({ console: () => 'a\nmallory connected\r\u001b[2J' }), { console, file }, noLog)?.(came);
  for (const { lines } of [console, file]) assert.deepEqual(lines, ['a␊mallory connected␍␛[2J']);
});

test('a log file may keep control characters of its framing, but never a line feed', () => {
  const { console, file } = pages();
  const line = (): string => '\x01LIST\x04 a\n[now] Client 1: forged\x1b[2J 😀';
  originalLogFollower(
    written({ console: line, log: { file: 'x', raw: '\x01\x04\n', line } }),
    { console, file },
    noLog,
  )?.(came);
  assert.deepEqual(console.lines, ['␁LIST␄ a␊[now] Client 1: forged␛[2J 😀']);
  assert.deepEqual(file.lines, ['\x01LIST\x04 a␊[now] Client 1: forged␛[2J 😀']);
});

test('an exception in an original log is logged as a bug, and affects nothing else', () => {
  const logged: unknown[] = [];
  const failing = (): never => {
    throw new Error('no words');
  };
  const follower = originalLogFollower(written({ console: failing }), pages(), (event, fields) =>
    logged.push([event, fields?.['context'], fields?.['dialect']]),
  );
  follower?.(came);
  assert.deepEqual(logged, [['bug', 'an original log', 'nick']]);
});

test('there is no follower where there is no original, or no reader of its log', () => {
  const { originalLog: _none, ...silent } = nick;
  assert.equal(originalLogFollower(silent, pages(), noLog), undefined);
  assert.equal(originalLogFollower(nick, {}, noLog), undefined);
});

test('a dialect whose log contains private messages is detected', () => {
  const tells = (line: (happening: JournalEvent) => string | undefined): boolean =>
    tellsPrivateWords(written({ console: () => undefined, log: { file: 'x', line } }));
  const text = (happening: JournalEvent): string | undefined =>
    happening.kind === 'entry' && happening.entry.event.kind === 'message' ? happening.entry.event.text : undefined;
  assert.ok(tells((happening) => text(happening)));
  const commanded = (happening: JournalEvent): string | undefined =>
    happening.kind === 'commanded' ? Buffer.from(happening.bytes).toString() : undefined;
  assert.ok(tells((happening) => commanded(happening)));
  assert.ok(!tells(() => 'somebody said something'));
  assert.ok(!tellsPrivateWords(nick), 'log.txt holds what is said to all');
});

test('verbose shows connections, logins and departures', () => {
  const logged: unknown[] = [];
  const follower = verboseFollower('nick://x:1', (event, fields) => logged.push({ event, ...fields }));
  for (const happening of [
    { kind: 'listening', port: 1, at: 0 },
    { kind: 'connected', peer, at: 0 },
    came,
    { kind: 'left', peer, at: 0 },
    { kind: 'stopping', at: 0 },
  ] satisfies JournalEvent[]) {
    follower(happening);
  }
  const where = { listener: 'nick://x:1', peer: '192.0.2.1:7' };
  assert.deepEqual(logged, [
    { event: 'connected', ...where, name: undefined },
    { event: 'came', ...where, name: 'bob' },
    { event: 'left', ...where, name: undefined },
  ]);
});
