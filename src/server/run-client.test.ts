import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nick } from '#dialects/nick/nick.ts';
import { type Given, UsageError } from './command.ts';
import { clientCommand, readClientOptions } from './run-client.ts';

const given = (positionals: readonly string[], values: Given['values'] = {}): Given => ({ values, positionals });

test('arguments of a client', () => {
  const options = { reconnect: false, name: undefined };
  assert.deepEqual(readClientOptions(nick, given([])), { ...options, host: '127.0.0.1', port: nick.port });
  assert.deepEqual(readClientOptions(nick, given(['a.example'])), { ...options, host: 'a.example', port: nick.port });
  assert.deepEqual(readClientOptions(nick, given(['::1', '1'], { reconnect: true, name: 'alice' })), {
    host: '::1',
    port: 1,
    reconnect: true,
    name: 'alice',
  });
});

const wrong: readonly (readonly [readonly string[], string | undefined, string])[] = [
  [[''], undefined, 'HOST is empty.'],
  [['4096'], undefined, '4096 is no host. For a port of this machine: polylogue nick client 127.0.0.1 4096'],
  ...['abc', '99999', '0', '1e3', '0x50', '8.5', ''].map(
    (port): readonly [readonly string[], string | undefined, string] => [
      ['here', port],
      undefined,
      `A port is a number from 1 to 65535, not "${port}".`,
    ],
  ),
  [[], '', '--name is empty.'],
  [[], 'alice secret', 'A name has no blanks. A password is typed behind the name when you are asked for it.'],
];
for (const [positionals, name, sentence] of wrong) {
  test(`what is wrong: ${sentence}`, async () => {
    const asked = given(positionals, name === undefined ? {} : { name });
    assert.throws(() => readClientOptions(nick, asked), new UsageError(sentence));
    await assert.rejects(async () => clientCommand(nick).run(asked), new UsageError(sentence));
  });
}
