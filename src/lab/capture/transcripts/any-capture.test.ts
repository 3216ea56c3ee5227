import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import fc from 'fast-check';

import { CaptureEncoder } from '#lab/capture/capture-encoder.ts';
import { wantedConversations, writeCleaned } from '#lab/capture/doctor/clean-copy.ts';
import { diagnose } from '#lab/capture/doctor/diagnosis.ts';
import { plainReport, reportLines } from '#lab/capture/doctor/report.ts';
import { reportValue } from '#lab/capture/doctor/report-json.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { parseTranscript } from '#lab/transcript.ts';

import { writeTranscript } from './to-transcript.ts';

const began = 1_790_000_000_000_000_000n;

/** Three people on `nick`, one of whom is cut off. */
function sample(): Buffer {
  const encoder = new CaptureEncoder(pcapngFormat());
  const parts = [encoder.head({ program: 'test', comment: '' }), encoder.interface({ name: 'lo' })];
  for (const [nth, name] of ['alice', 'bob', 'carol'].entries()) {
    const ends = {
      client: { address: '127.0.0.1', port: 50_001 + nth },
      server: { address: '127.0.0.1', port: 43_221 },
    };
    parts.push(
      encoder.opened(name, began, 0, ends),
      encoder.bytes(name, began, 'server', Buffer.from('\0\x05HELLO')),
      encoder.bytes(name, began, 'client', Buffer.from(`NICK${name}`)),
      encoder.bytes(name, began, 'server', Buffer.from('\0\x05READY\0\x09bob: hi ü')),
      nth === 2 ? encoder.reset(name, began, 'server') : encoder.finished(name, began, 'server'),
      encoder.finished(name, began, 'client'),
    );
  }
  return Buffer.concat(parts);
}

test('whatever is in a capture, it is diagnosed, cleaned, and becomes a transcript that can be read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'polylogue-any-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'x.pcapng');
  const whole = sample();
  const change = fc.tuple(fc.nat(whole.length - 61), fc.nat(255));
  const property = fc.asyncProperty(fc.array(change, { maxLength: 60 }), fc.nat(whole.length), async (changes, end) => {
    const bytes = Buffer.from(whole);
    for (const [at, byte] of changes) bytes[60 + at] = byte;
    await writeFile(path, bytes.subarray(0, Math.max(end, 200)));
    const diagnosis = await diagnose(path);
    if ('unreadable' in diagnosis) return;
    reportLines('x', diagnosis, plainReport, true);
    JSON.stringify(reportValue('x', diagnosis));
    let cleaned = 0;
    await writeCleaned({
      path,
      diagnosis,
      format: pcapngFormat(),
      program: 'test',
      write: ({ length }) => (cleaned += length),
    });
    assert.ok(cleaned > 0);
    let text = '';
    const wanted = wantedConversations(diagnosis);
    await writeTranscript({ path, diagnosis, wanted, mask: () => (chunk) => chunk, write: (more) => (text += more) });
    parseTranscript(text, 'x.txt');
  });
  await fc.assert(property, { numRuns: 50 });
});
