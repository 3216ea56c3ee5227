import { nick } from '#dialects/nick/nick.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';

import { openStage, ways } from '../../../test/stage.ts';
import { tsam } from './tsam.ts';

for (const way of ways) {
  transcriptSuite(new URL('transcripts/', import.meta.url), way, () => openStage(way, [tsam, nick]));
}
