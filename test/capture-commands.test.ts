import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { command } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';

const transcript = fileURLToPath(new URL('../src/dialects/direct/transcripts/five-clients.txt', import.meta.url));

test('a transcript becomes a capture, which is diagnosed, cleaned, and becomes a transcript', async (t) => {
  const dir = new TemporaryDirectory();
  t.after(() => dir[Symbol.dispose]());
  const at = (name: string): string => join(dir.path, name);

  const made = await command(['capture', 'from-transcript', transcript, '-o', at('made.pcapng')]);
  assert.deepEqual([made.code, made.stdout], [0, '']);
  assert.match(made.stderr, /made\.pcapng has 5 conversations\./);
  assert.equal(statSync(at('made.pcapng')).mode & 0o777, 0o600);

  const [diagnosed, transcribed, named, again] = await Promise.all([
    command(['capture', 'doctor', at('made.pcapng'), '--json', '-o', at('clean.pcap')]),
    command(['capture', 'transcript', at('made.pcapng')]),
    command(['capture', 'transcript', at('made.pcapng'), '--dialect', 'theirs']),
    command(['capture', 'from-transcript', transcript, '-o', at('made.pcapng')]),
  ]);
  assert.equal(diagnosed.code, 0, diagnosed.stderr);
  const { verdict, chats } = JSON.parse(diagnosed.stdout);
  assert.deepEqual([verdict.chat, verdict.chatConversations, chats[0].dialect], [true, 5, 'direct']);
  assert.match(transcribed.stdout, /^User1 opens direct$/m);
  assert.match(named.stdout, /^User1 opens theirs$/m);
  assert.deepEqual([again.code, again.stdout], [73, '']);
  assert.match(again.stderr, /exists already/);

  writeFileSync(at('text.txt'), 'no capture');
  const [cleaned, text, missing, misnamed] = await Promise.all([
    command(['capture', 'doctor', at('clean.pcap')]),
    command(['capture', 'doctor', at('text.txt')]),
    command(['capture', 'transcript', at('missing.pcapng')]),
    command(['capture', 'doctor', at('clean.pcap'), '-o', at('clean.txt')]),
  ]);
  assert.match(cleaned.stdout, /^5 chat conversations, on direct: \d+ of \d+ packets\.$/m);
  assert.deepEqual([cleaned.code, text.code, missing.code, misnamed.code], [0, 65, 66, 64]);
  assert.match(text.stderr, /It is text/);
});
