import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadCommand } from './command-loader.ts';
import { groups } from './command-table.ts';

test('every command is found by its words, without the others', async () => {
  for (const { commands } of groups) {
    for (const { run, ...command } of commands) {
      const found = await loadCommand([...command.name.split(' '), '--data', 'x']);
      assert.ok(found, command.name);
      const { run: its, ...loaded } = found;
      assert.deepEqual(loaded, command);
      assert.equal(its.toString(), run.toString());
    }
  }
});

test('what is no command, and what asks for several, is not', async () => {
  for (const line of [
    '',
    '--help',
    'account',
    'account --help',
    'nick',
    'sevre',
    'nik client',
    'toString',
    'nick server2',
  ]) {
    assert.equal(await loadCommand(line.split(' ')), undefined, line);
  }
});
