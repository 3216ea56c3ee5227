import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import { readCommandLine } from '#server/command-line.ts';
import { readServeOptions, serveCommand } from '#server/run-serve.ts';
import { readDialectServerOptions, serverCommand } from '#server/run-dialect-server.ts';

function alone(dialect: Dialect, ...args: readonly string[]): Readonly<Record<string, string>> | undefined {
  const given = readCommandLine(serverCommand(dialect), args);
  assert.ok(given !== 'help');
  return readDialectServerOptions(given, 'data', dialect).listen[0]?.options;
}

test('a server of one dialect behaves like its original by default', () => {
  assert.deepEqual(alone(chatroom), { speakers: 'original' });
  assert.deepEqual(alone(chatroom, '--speakers', 'named'), { speakers: 'named' });
  assert.deepEqual(alone(nick), {});
});

test('a server that speaks all of them does not', () => {
  const given = readCommandLine(serveCommand(dialects), []);
  assert.ok(given !== 'help');
  for (const { dialect, options } of readServeOptions(given, 'data', dialects).listen) {
    assert.deepEqual(options, {}, dialect.name);
  }
});
