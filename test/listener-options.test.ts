import { nick } from '#dialects/nick/nick.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';

import { openStage, ways } from './stage.ts';

/** Transcripts of listeners that were told something, by their folder among the dialects. */
const folders = [
  { folder: 'tsam/transcripts-framed/', dialects: [tsam, nick], options: { tsam: { replies: 'framed' } } },
];

for (const { folder, dialects, options } of folders) {
  const url = new URL(`../src/dialects/${folder}`, import.meta.url);
  for (const way of ways) transcriptSuite(url, way, () => openStage(way, dialects, 5000, options));
}
