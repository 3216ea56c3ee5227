import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { Given } from '#server/command.ts';
import { UsageError } from '#server/command.ts';
import { CommandError } from '#server/control/command-error.ts';
import { KeptStdio } from '#server/kept-stdio.suite.ts';
import { pluginFolder, runDissector } from './dissector.ts';

/** Runs the command. Returns its output and its exit code. */
async function run(values: Given['values'], home = '/nowhere'): Promise<readonly [code: number, printed: string]> {
  const stdio = new KeptStdio();
  const code = await runDissector({ values, positionals: [] }, stdio, { HOME: home, APPDATA: home });
  return [code, stdio.written.stdout];
}

function directory(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'polylogue-dissector-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

const ports = /^ {2}ports = \{ tsam = "4021", chatroom = "9999", nick = "43221", direct = "8080", pdu = "55667" \},$/m;

test('the dissector is printed, with the ports of the dialects', async () => {
  const [code, printed] = await run({});
  assert.equal(code, 0);
  assert.match(printed, ports);
});

test('it is written to a file, and replaces only an earlier dissector', async (t) => {
  const file = join(directory(t), 'polylogue.lua');
  assert.deepEqual(await run({ out: file }), [0, '']);
  assert.deepEqual(await run({ out: file }), [0, '']);
  assert.match(readFileSync(file, 'utf8'), ports);
  writeFileSync(file, 'print("mine")\n');
  await assert.rejects(
    run({ out: file }),
    (error: CommandError) => /is not a dissector/.test(error.message) && error.exit === 73,
  );
  assert.equal(readFileSync(file, 'utf8'), 'print("mine")\n');
  assert.deepEqual(await run({ out: file, force: true }), [0, '']);
  await assert.rejects(run({ out: join(file, 'x') }), CommandError);
});

test('it is installed where Wireshark looks for it', async (t) => {
  const home = directory(t);
  assert.deepEqual(await run({ install: true }, home), [0, '']);
  assert.match(
    readFileSync(join(pluginFolder(process.platform, { HOME: home, APPDATA: home }), 'polylogue.lua'), 'utf8'),
    ports,
  );
  const places = { HOME: '/home/ada', APPDATA: 'C:/Users/ada/AppData/Roaming' };
  assert.equal(pluginFolder('linux', places), join('/home/ada', '.local/lib/wireshark/plugins'));
  assert.equal(pluginFolder('darwin', places), join('/home/ada', '.local/lib/wireshark/plugins'));
  assert.equal(pluginFolder('win32', places), join('C:/Users/ada/AppData/Roaming', 'Wireshark', 'plugins'));
});

test('--install with --out is refused, and so is an empty name', async () => {
  await assert.rejects(run({ install: true, out: 'x.lua' }), UsageError);
  await assert.rejects(run({ out: '' }), UsageError);
});
