import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { wantedConversations } from '#lab/capture/doctor/clean-copy.ts';
import { diagnose } from '#lab/capture/doctor/diagnosis.ts';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { pcapFormat } from '#lab/capture/pcap-writer.ts';
import { pcapngFormat } from '#lab/capture/pcapng-writer.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { parseTranscript } from '#lab/transcript.ts';
import type { Mask } from '#text/mask.ts';

import { writeTranscriptCapture } from './from-transcript.ts';
import { writeTranscript } from './to-transcript.ts';

const played = `# Bob leaves first.

alice opens nick
alice S: \\x00\\x05HELLO
alice C: NICKalice
alice S: \\x00\\x05READY
… 31ms

bob opens nick
bob S: \\x00\\x05HELLO
bob C: NICKbob
bob S: \\x00\\x05READY
alice C: hello everyone
bob S: \\x00\\x15alice: hello everyone
bob C: \\xff\\x00 Grüße
bob C: BYE
bob S closes
bob hangs up
… 2s
alice is cut off
`;

/** Without comments and empty lines. */
const lines = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const missing = await tsharkMissing();

suite('a transcript and a capture', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polylogue-transcripts-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const capture = async (text: string, format = pcapngFormat()): Promise<string> => {
    const parts: Uint8Array[] = [];
    const transcript = parseTranscript(text, 'x.txt');
    const write = (bytes: Uint8Array): void => void parts.push(bytes);
    writeTranscriptCapture({
      transcript,
      format,
      program: 'test',
      start: 1_790_000_000_000_000_000n,
      portOf: () => 43_221,
      write,
    });
    const path = join(folder, 'x.capture');
    await writeFile(path, Buffer.concat(parts));
    return path;
  };
  const transcribed = async (path: string, mask: Mask = (chunk) => chunk): Promise<string> => {
    const diagnosis = await diagnose(path);
    assert.ok(!('unreadable' in diagnosis));
    let text = '';
    const write = (more: string): void => void (text += more);
    await writeTranscript({ path, diagnosis, wanted: wantedConversations(diagnosis), mask: () => mask, write });
    return text;
  };

  for (const [name, format] of Object.entries({ pcapng: pcapngFormat, pcap: pcapFormat })) {
    test(`become each other, by way of ${name}`, async () => {
      const text = await transcribed(await capture(played, format()));
      assert.deepEqual(
        lines(text).map((line) => line.replace(/^… 2\d{3}ms$/, '… 2s').replace(/^… 3\dms$/, '… 31ms')),
        lines(played),
      );
      parseTranscript(text, 'again.txt');
    });
  }

  test('the capture passes the gate', { skip: missing }, async () => {
    const of = (client: string, server: string): Record<'client' | 'server', Uint8Array> => {
      return { client: Buffer.from(client, 'latin1'), server: Buffer.from(server, 'latin1') };
    };
    await assertPassesGate(await capture(played), [
      of('NICKalicehello everyone', '\0\x05HELLO\0\x05READY'),
      of('NICKbob\xff\0 Gr\xc3\xbc\xc3\x9feBYE', '\0\x05HELLO\0\x05READY\0\x15alice: hello everyone'),
    ]);
  });

  test('what a transcript leaves open is told, and passwords are masked', async () => {
    const open = 'eve opens nick\neve S: \\x00\\x05HELLO\neve S: \\x00\\x09\\{word} \\*.\neve C: NICKeve \\{word}\n';
    const mask: Mask = (chunk) => Buffer.from(Buffer.from(chunk).toString().replace(/word$/, '****'));
    const text = await transcribed(await capture(open), mask);
    assert.deepEqual(lines(text).slice(1, 3), ['eve S: \\x00\\x05HELLO\\x00\\tword ….', 'eve C: NICKeve ****']);
  });
});
