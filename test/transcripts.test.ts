import { dialects } from '#dialects/index.ts';
import { transcriptSuite } from '#lab/transcript-suite.ts';
import { openStage, ways } from './stage.ts';

for (const { name } of dialects) {
  const folder = new URL(`../src/dialects/${name}/transcripts/`, import.meta.url);
  for (const way of ways) transcriptSuite(folder, way, () => openStage(way, dialects));
}
