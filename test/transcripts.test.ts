import { dialects } from '#dialects/index.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';
import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

const folders = [
  ...dialects.map(({ name }) => new URL(`../src/dialects/${name}/transcripts/`, import.meta.url)),
  // Several dialects in one chat.
  new URL('transcripts/', import.meta.url),
  new URL('../src/dialects/web/transcripts-cut/', import.meta.url),
];

for (const folder of folders) {
  for (const way of ways) transcriptSuite(folder, way, () => openServer(way, dialects), longTimeout);
}

const web = new URL('../src/dialects/web/transcripts/', import.meta.url);
transcriptSuite(web, 'over WebSocket', () => openServer('over WebSocket', dialects), longTimeout);
