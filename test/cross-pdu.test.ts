import { dialects } from '#dialects/index.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';
import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

const folder = new URL('transcripts-pdu-lobby/', import.meta.url);

// All dialects in one chat, with a pdu listener with `lobby=yes`.
for (const way of ways)
  transcriptSuite(folder, way, () => openServer(way, dialects, 5000, { pdu: { lobby: 'yes' } }), longTimeout);
