import { transcriptSuite } from '#lab/transcript-suite.ts';

import { testDialect } from './dialect/dialect.ts';
import { openStage, patience, ways } from './stage.ts';

const folder = new URL('./dialect/transcripts/', import.meta.url);
for (const way of ways) transcriptSuite(folder, way, () => openStage(way, [testDialect]), patience);
