import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseTranscript, type Transcript, TranscriptError } from '#lab/transcript.ts';
import { UsageError } from '#server/command.ts';

import type { TranscriptsOptions } from './transcripts-options.ts';

/** The requested transcripts. Paths are relative to `cwd`. Throws `UsageError`. */
export function selectTranscripts(options: TranscriptsOptions, cwd: string): readonly Transcript[] {
  const folder = fileURLToPath(new URL(`../../dialects/${options.check.dialect}/transcripts`, import.meta.url));
  const own = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const all = own.filter((file) => file.endsWith('.txt')).sort();
  const files =
    options.names.length === 0 ? all.map((file) => join(folder, file)) : options.names.map((name) => find(name, all));
  const transcripts = files.map(read);
  const selected = options.original ? transcripts.filter(isForOriginals) : transcripts;
  if (selected.length > 0) return selected;
  throw new UsageError(`No transcript of ${options.check.dialect} was selected.`);

  function find(name: string, known: readonly string[]): string {
    const places = [join(folder, `${name}.txt`), join(folder, name), resolve(cwd, name)];
    const found = places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true);
    if (found !== undefined) return found;
    const names = known.map((file) => file.replace(/\.txt$/, '')).join(', ');
    throw new UsageError(`There is no transcript ${JSON.stringify(name)}. Choose one of: ${names}.`);
  }
}

function read(file: string): Transcript {
  try {
    return parseTranscript(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** The original program of the protocol also passes it, as far as we know. */
const isForOriginals = ({ lines }: Transcript): boolean =>
  lines.some((line) => line.kind === 'note' && line.text === '# original: yes');
