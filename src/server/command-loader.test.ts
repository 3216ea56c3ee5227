import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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

test('unknown words and ambiguous words are not commands', async () => {
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

/** Prints the URL of each module that the command in argv[1] loads. */
const listing = `
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      console.log(url);
      return next(url, context);
    },
  });
  const { loadCommand } = await import(${JSON.stringify(import.meta.resolve('./command-loader.ts'))});
  await loadCommand([process.argv[1]]);
`;

test('a command that asks a server loads neither dialects nor the store, because loading them is slow', () => {
  const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', listing, 'history'], {
    encoding: 'utf8',
  });
  assert.match(loaded, /server\/commands\/history\.ts/);
  assert.doesNotMatch(loaded, /dialects\/nick|sqlite-store|chat\/hub/);
});
