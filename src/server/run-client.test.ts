import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chatroom } from '#dialects/chatroom/chatroom.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { type Given, UsageError } from './command.ts';
import { KeptStdio } from './kept-stdio.suite.ts';
import { clientCommand, readClientOptions } from './run-client.ts';

const given = (positionals: readonly string[], values: Given['values'] = {}): Given => ({ values, positionals });

test('arguments of a client', () => {
  const options = { reconnect: false, times: false, name: undefined };
  assert.deepEqual(readClientOptions(nick, given([])), { ...options, host: '127.0.0.1', port: nick.port });
  assert.deepEqual(readClientOptions(nick, given(['a.example'])), { ...options, host: 'a.example', port: nick.port });
  assert.deepEqual(readClientOptions(nick, given(['::1', '1'], { reconnect: true, name: 'alice' })), {
    host: '::1',
    port: 1,
    reconnect: true,
    times: false,
    name: 'alice',
  });
});

const places: readonly (readonly [readonly string[], string, number])[] = [
  [['127.0.0.1:43222'], '127.0.0.1', 43222],
  [['localhost:1', '1'], 'localhost', 1],
  [['[::1]'], '::1', nick.port],
  [['[::1]', '1'], '::1', 1],
  [['[::1]:43222'], '::1', 43222],
  [['[fe80::1%lo]:7'], 'fe80::1%lo', 7],
  [['::1'], '::1', nick.port],
  [['nick://a.example:7'], 'a.example', 7],
  [['nick://a.example'], 'a.example', nick.port],
  [[':7'], '127.0.0.1', 7],
];
for (const [positionals, host, port] of places) {
  test(`${positionals.join(' ')} is a place`, () => {
    const { host: readHost, port: readPort } = readClientOptions(nick, given(positionals));
    assert.deepEqual([readHost, readPort], [host, port]);
  });
}

test('a byte order mark before a name is no part of it', () => {
  assert.equal(readClientOptions(nick, given([], { name: '\ufeffalice' })).name, 'alice');
});

const wrong: readonly (readonly [readonly string[], string | undefined, string])[] = [
  [[''], undefined, 'HOST is empty.'],
  [['4096'], undefined, '4096 is not a host. Did you mean: polylogue nick client 127.0.0.1 4096'],
  [['4096', 'here'], undefined, '4096 is not a host. Did you mean: polylogue nick client here 4096'],
  [['here:1', '2'], undefined, 'There are two ports: "1" after the host, and "2".'],
  [['here:x'], undefined, '"x" is not a valid port (1–65535).'],
  [['here:'], undefined, '"" is not a valid port (1–65535).'],
  [['[::1]:0'], undefined, '"0" is not a valid port (1–65535).'],
  [['direct://here'], undefined, '"direct://here" is not an address of nick.'],
  ...['abc', '99999', '0', '1e3', '0x50', '8.5', ''].map(
    (port): readonly [readonly string[], string | undefined, string] => [
      ['here', port],
      undefined,
      `"${port}" is not a valid port (1–65535).`,
    ],
  ),
  [[], '', '--name is empty.'],
  [[], 'alice secret', 'A name cannot contain spaces, and a password is never an argument.'],
];
for (const [positionals, name, sentence] of wrong) {
  test(`what is wrong: ${sentence}`, async () => {
    const asked = given(positionals, name === undefined ? {} : { name });
    assert.throws(() => readClientOptions(nick, asked), new UsageError(sentence));
    await assert.rejects(async () => clientCommand(nick).run(asked, new KeptStdio()), new UsageError(sentence));
  });
}

test('the sentence about passwords comes from the dialect', () => {
  const about = (dialect: Dialect): string => clientCommand(dialect).about.replaceAll('\n', ' ');
  for (const dialect of [nick, direct, tsam]) assert.match(about(dialect), /type the name, a space and its password/);
  for (const dialect of [chatroom, pdu]) {
    assert.match(about(dialect), /its password, which is not shown/);
    assert.doesNotMatch(about(dialect), /a space and its password/);
  }
});
