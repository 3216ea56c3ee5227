import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

import { dialects } from '#dialects/index.ts';
import { runTranscript } from '#lab/run-transcript.ts';
import { parseTranscript } from '#lab/transcript.ts';
import { loadQuic } from '#link/quic/library.ts';

import { withPushedActors } from './pushed-actors.ts';
import { overQuic } from './quic-wires.ts';
import { openServer, longTimeout } from './transcript-server.ts';

/** The transcripts of pdu 2.0 over QUIC. */

const folder = new URL('../src/dialects/pdu/transcripts/v2/', import.meta.url);

/** Those that do not hold on streams. */
const skipped: Readonly<Record<string, string>> = {
  'negotiation.txt': 'after a refusal only its stream is not read any more; the connection stays',
};

const missing = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';

suite('transcripts of pdu 2.0, over QUIC', { skip: missing }, () => {
  for (const file of readdirSync(folder).toSorted()) {
    test(file, { skip: skipped[file] ?? false }, async () => {
      const text = withPushedActors(readFileSync(new URL(file, folder), 'utf8'));
      const server = await openServer('in memory', dialects, 5000, {}, overQuic());
      try {
        await runTranscript(parseTranscript(text, file), server, longTimeout);
      } finally {
        await server.close();
      }
    });
  }
});
