import { dialects } from '#dialects/index.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';
import { openStage, patience, ways } from './stage.ts';

const folder = new URL('transcripts-pdu-lobby/', import.meta.url);

// All dialects in one chat, and a pdu listener that was told to say what it hears.
for (const way of ways)
  transcriptSuite(folder, way, () => openStage(way, dialects, 5000, { pdu: { lobby: 'yes' } }), patience);
