import { dialects } from '#dialects/index.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';
import { openServer, longTimeout } from './transcript-server.ts';

/** Protocols whose messages have a border of their own: behind `?fault=split:1,delay:…` they are the same. */
for (const name of ['nick', 'pdu']) {
  const folder = new URL(`../src/dialects/${name}/transcripts/`, import.meta.url);
  transcriptSuite(folder, 'byte by byte', () => openServer('byte by byte', dialects), longTimeout);
}
