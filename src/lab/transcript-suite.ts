import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { play } from './play.ts';
import type { PlayOptions } from './play.ts';
import { unplayable } from './stage.ts';
import type { Stage } from './stage.ts';
import { parseTranscript } from './transcript.ts';

/**
 * Makes a test for every `.txt` file in a folder, each on its own stage. `where` names the stage in the tests' names.
 * Transcripts that the stage cannot play are skipped with the reason; a folder without transcripts is an error.
 */
export function transcriptSuite(
  folder: URL,
  where: string,
  open: () => Stage | Promise<Stage>,
  options?: PlayOptions,
): void {
  const root = fileURLToPath(folder);
  const path = relative(cwd(), root);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
  if (files.length === 0) throw new Error(`there are no transcripts in ${path}`);
  describe(`transcripts in ${path}, ${where}`, () => {
    for (const file of files.sort()) {
      test(file, async (t) => {
        const transcript = parseTranscript(readText(join(root, file)), join(path, file));
        const stage = await open();
        try {
          const lack = unplayable(transcript, stage);
          if (lack) t.skip(`line ${lack.line}: ${lack.reason}`);
          else await play(transcript, stage, options);
        } finally {
          await stage.close();
        }
      });
    }
  });
}

function readText(file: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
}
