import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import { runTranscript } from './run-transcript.ts';
import { unsupportedLine } from './transcript-server.ts';
import type { TranscriptServer, WireEnd } from './transcript-server.ts';
import { parseTranscript } from './transcript.ts';

/** A server that only greets, with the deeds of its operator; a restart ends the links that are open. */
function greeter(
  parts: Partial<TranscriptServer> & { greeting?: string; lastWord?: string } = {},
): TranscriptServer & { deeds: string[] } {
  const deeds: string[] = [];
  const ends = new Set<() => void>();
  return {
    deeds,
    async connect() {
      const heard = [Buffer.from(parts.greeting ?? 'HELLO')];
      const end = Promise.withResolvers<WireEnd>();
      ends.add(() => {
        if (parts.lastWord !== undefined) heard.push(Buffer.from(parts.lastWord));
        end.resolve('reset');
      });
      return {
        write: async () => undefined,
        read: async () => heard.shift() ?? (await end.promise.then((how) => heard.shift() ?? how)),
        hangUp: () => end.resolve('closed'),
        cutOff: () => end.resolve('reset'),
      };
    },
    pass: async () => undefined,
    async stop() {
      deeds.push('stop');
    },
    async restart() {
      deeds.push('restart');
      for (const end of ends) end();
    },
    close: async () => undefined,
    ...parts,
  };
}

const script = parseTranscript(
  'alice opens nick\nalice S: HELLO\nserver restarts\nalice opens nick\nalice S: HELLO\nserver stops\nalice hangs up\n',
  'x.txt',
);

test('the server is stopped and restarted at its line in the transcript', async () => {
  const server = greeter();
  await runTranscript(script, server);
  assert.deepEqual(server.deeds, ['restart', 'stop']);
});

test('unexpected bytes before a restart still fail', async () => {
  const server = greeter({ lastWord: '!' });
  await assert.rejects(runTranscript(script, server), {
    line: 3,
    message: /alice hears what nobody expected, before the server restarts/,
  });
});

test('impossible lines are reported before the play, with the line', async () => {
  const { stop, restart, ...poor } = greeter();
  assert.ok(stop && restart);
  assert.equal(unsupportedLine(script, greeter()), undefined);
  assert.deepEqual(unsupportedLine(script, poor), { line: 3, reason: 'this server cannot be restarted from here' });
  assert.deepEqual(unsupportedLine(script, { ...poor, restart }), {
    line: 6,
    reason: 'this server cannot be stopped from here',
  });
  assert.deepEqual(unsupportedLine(script, greeter({ dialects: ['direct', 'pdu'] })), {
    line: 1,
    reason: 'this server does not speak nick',
  });
  assert.equal(unsupportedLine(script, greeter({ dialects: ['nick'] })), undefined);
  await assert.rejects(runTranscript(script, poor), {
    line: 3,
    message: 'x.txt:3: this server cannot be restarted from here',
  });
});
