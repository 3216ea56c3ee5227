import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { type Command, UsageError } from '#server/command.ts';
import { captureExportCommand } from '#server/commands/capture-export.ts';
import { captureSessionsCommand } from '#server/commands/capture-sessions.ts';
import { captureStartCommand } from '#server/commands/capture-start.ts';
import { captureStatusCommand } from '#server/commands/capture-status.ts';
import { captureStopCommand } from '#server/commands/capture-stop.ts';
import { statusCommand } from '#server/commands/status.ts';
import { KeptStdio } from '#server/kept-stdio.suite.ts';
import { Served } from './served.ts';

test('a capture is started, shown and stopped, and sessions in memory are exported', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'polylogue-capture-commands-'));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  let [said, printed] = ['', ''];
  const run = async (command: Command, values: object = {}, ...positionals: readonly string[]): Promise<number> => {
    const stdio = new KeptStdio();
    const code = await command.run({ values: { data, ...values }, positionals }, stdio);
    ({ stderr: said, stdout: printed } = stdio.written);
    return code;
  };
  await using served = await Served.start([nick], { data, capture: { file: undefined, buffer: 1e6 } });
  const alice = await served.join('alice');
  const file = join(data, 'a.pcapng');
  assert.equal(await run(captureStopCommand), 1);
  assert.equal(said, 'polylogue capture stop: No capture to a file is running.\n');
  assert.equal(await run(captureStartCommand, { limit: '2MB', dialect: 'nick' }, file), 0);
  assert.match(
    said,
    /^Capturing nick to .*a\.pcapng: [\d.]+ \S+ so far, up to 2 MB\.\nTo end it: polylogue capture stop\n$/,
  );
  assert.equal(await run(captureStartCommand, {}, join(data, 'b.pcapng')), 1);
  assert.match(said, /A capture to .*a\.pcapng is running already; stop it first\./);
  assert.equal(await run(captureStatusCommand, { json: true }), 0);
  assert.partialDeepStrictEqual(JSON.parse(printed), { file, limit: 2e6, lost: 0, ended: null, buffer: 1e6 });
  assert.equal(await run(statusCommand), 0);
  assert.match(printed, /, with one session\.\nlistening nick:\/\/127\.0\.0\.1:\d+\nCapturing nick to /);
  assert.equal(await run(captureSessionsCommand), 0);
  assert.match(printed, /^ +1 {2}nick:0 +alice +127\.0\.0\.1:\d+ .* bytes {2}open$/m);
  alice.say('hello');
  const out = join(data, 'one.pcapng');
  assert.equal(await run(captureExportCommand, { session: ['1'], out }), 0);
  assert.match(said, /one\.pcapng: [\d.]+ kB\.\n$/);
  assert.equal(statSync(out).mode & 0o777, 0o600);
  assert.equal(await run(captureExportCommand, { session: ['1'], out }), 73);
  const missing = join(data, 'none.pcapng');
  assert.equal(await run(captureExportCommand, { session: ['9'], out: missing }), 1);
  assert.equal(existsSync(missing), false);
  await assert.rejects(run(captureExportCommand, { session: ['x'] }), UsageError);
  await assert.rejects(run(captureStartCommand, { limit: '5' }, file), UsageError);
  assert.equal(await run(captureStopCommand), 0);
  assert.match(said, /^The capture has ended: .*a\.pcapng, [\d.]+ (?:kB|bytes)\.\n$/);
  assert.ok(readFileSync(out, 'utf8').includes('server to alice: READY'));
});
