import { transcriptSuite } from '#lab/transcript.suite.ts';

import { testDialect } from './dialect/dialect.ts';
import { openServer, longTimeout } from './transcript-server.ts';
import { ways } from './transcript-ways.ts';

const folder = new URL('./dialect/transcripts/', import.meta.url);
for (const way of ways) transcriptSuite(folder, way, () => openServer(way, [testDialect]), longTimeout);
