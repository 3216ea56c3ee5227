import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { record } from '#lab/record.ts';
import { CaptureError } from '#server/capture/capture-error.ts';
import { RecordedCapture } from '#server/capture/recorded-capture.ts';
import { systemClock } from '#server/system-clock.ts';
import { CapturedClient } from './captured-client.ts';
import { Served } from './served.ts';

const noTshark = await tsharkMissing();

test('a recorder writes a capture as if clients and server were connected directly', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.pcapng');
  await using served = await Served.start([nick]);
  const port = served.ports[0] ?? 0;
  const options = { file, dialect: nick, url: `nick://127.0.0.1:${port}`, keepSecrets: false, program: 'test' };
  let now = 1_790_000_000_000_000_000n;
  const more = { addresses: 'real', now: () => (now += 1_000_000n), onEnd: assert.fail } as const;
  const watch = new RecordedCapture({ ...options, ...more });
  const recorder = await record({
    ...{ host: '127.0.0.1', port, listen: 0, dialect: 'nick', mask: () => nick.mask(), watch },
    ...{ write: () => {}, say: () => {}, now: () => 0, after: systemClock.after },
  });
  const alice = await CapturedClient.connect(recorder.port);
  await alice.hears('HELLO');
  alice.write('NICK alice swordfish');
  await alice.hears('RETRY');
  alice.write('NICK alice\n');
  await alice.hears('READY');
  await alice.end();
  await recorder.stop();
  watch.close();
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const text = readFileSync(file, 'utf8');
  for (const words of ['NICK alice with a password', 'masked: bytes 11 to 19', 'shown as direct connections']) {
    assert.ok(text.includes(words), words);
  }
  assert.ok(!text.includes('swordfish'));
  assert.throws(() => new RecordedCapture({ ...options, ...more }), CaptureError);
  if (noTshark) return t.diagnostic(noTshark);
  await assertPassesGate(file, [{ client: Buffer.from('NICK alice *********NICK alice\n'), server: alice.read }]);
});
