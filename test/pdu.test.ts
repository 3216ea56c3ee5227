import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';

import { openStage, ways } from './stage.ts';

const folder = new URL('../src/dialects/pdu/', import.meta.url);

for (const way of ways) {
  transcriptSuite(new URL('transcripts/', folder), way, () => openStage(way, [pdu, nick]));
  // A listener that was told so.
  const lobby = { pdu: { lobby: 'yes' } };
  transcriptSuite(new URL('transcripts-lobby/', folder), way, () => openStage(way, [pdu, nick], 5000, lobby));
}
