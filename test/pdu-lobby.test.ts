import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { transcriptSuite } from '#lab/transcript.suite.ts';

import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

const folder = new URL('../src/dialects/pdu/transcripts-lobby/', import.meta.url);

// A listener that was told so.
for (const way of ways)
  transcriptSuite(folder, way, () => openServer(way, [pdu, nick], 5000, { pdu: { lobby: 'yes' } }), longTimeout);
