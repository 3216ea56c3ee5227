import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HandInResult } from './hand-in-order.ts';

/** Characters of a folder's name. */
const longest = 80;

/** Writes the report of each hand-in to a folder named for it. Returns the folders' names, in their order. */
export function writeReports(dir: string, results: readonly HandInResult[]): readonly string[] {
  const taken = new Set<string>();
  return results.map(({ name, files, problem }) => {
    const folder = unique(folderName(name), taken);
    mkdirSync(join(dir, folder), { recursive: true });
    const all = files.length > 0 ? files : [{ name: 'report.txt', content: `${name}\n\n${problem ?? ''}\n` }];
    for (const file of all) writeFileSync(join(dir, folder, file.name), file.content);
    return folder;
  });
}

/** A folder name that is valid on any system: letters, digits and a few other characters, and no path. */
function folderName(name: string): string {
  const safe = name.replaceAll(/[^\p{L}\p{M}\p{N}._ -]/gu, '_').slice(0, longest);
  const trimmed = safe.replace(/^[. -]+/, '_').replace(/[. ]+$/, '');
  return trimmed === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(trimmed) ? `_${trimmed}` : trimmed;
}

function unique(name: string, taken: Set<string>): string {
  let chosen = name;
  for (let count = 2; taken.has(chosen.toLowerCase()); count++) chosen = `${name}-${count}`;
  taken.add(chosen.toLowerCase());
  return chosen;
}
