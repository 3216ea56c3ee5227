import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readClientArgs } from './run-client.ts';

test('arguments of a client', () => {
  assert.deepEqual(readClientArgs(['::1', '43221']), { host: '::1', port: 43_221, reconnect: false });
  assert.deepEqual(readClientArgs(['--reconnect', 'a.example', '1']), { host: 'a.example', port: 1, reconnect: true });
  assert.equal(readClientArgs(['--help']), 'help');
  assert.equal(readClientArgs(['a.example', 'abc', '-h']), 'help');
});

const wrong: readonly (readonly [string, string])[] = [
  ['', 'HOST and PORT are missing.'],
  ['here', 'PORT is missing.'],
  ['here 1 more', 'There is one argument too many: "more".'],
  ...['abc', '99999', '0', '1e3', '0x50', '8.5'].map((port): readonly [string, string] => [
    `here ${port}`,
    `A port is a number from 1 to 65535, not "${port}".`,
  ]),
  ['here 1 --reconect', "Unknown option '--reconect'."],
  ['here -1', "Unknown option '-1'."],
  ['here 1 --reconnect=no', "Option '--reconnect' does not take an argument."],
];
for (const [args, sentence] of wrong) {
  test(`what is wrong with "${args}"`, () => {
    assert.equal(readClientArgs(args.split(' ').filter((arg) => arg !== '')), sentence);
  });
}
