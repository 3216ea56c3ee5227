import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { runTranscript } from './run-transcript.ts';
import type { RunOptions } from './run-transcript.ts';
import { unsupportedLine } from './transcript-server.ts';
import type { TranscriptServer } from './transcript-server.ts';
import { parseTranscript } from './transcript.ts';

/**
 * Makes a test for every `.txt` file in a folder, each on its own server. `where` names the server in the tests' names.
 * Transcripts that the server cannot play are skipped with the reason; a folder without transcripts is an error.
 */
export function transcriptSuite(
  folder: URL,
  where: string,
  open: () => TranscriptServer | Promise<TranscriptServer>,
  options?: RunOptions,
): void {
  const root = fileURLToPath(folder);
  const path = relative(cwd(), root);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
  if (files.length === 0) throw new Error(`there are no transcripts in ${path}`);
  describe(`transcripts in ${path}, ${where}`, () => {
    for (const file of files.sort()) {
      test(file, async (t) => {
        const transcript = parseTranscript(readText(join(root, file)), join(path, file));
        const server = await open();
        try {
          const lack = unsupportedLine(transcript, server);
          if (lack) t.skip(`line ${lack.line}: ${lack.reason}`);
          else await runTranscript(transcript, server, options);
        } finally {
          await server.close();
        }
      });
    }
  });
}

function readText(file: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
}
