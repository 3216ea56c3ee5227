import { readFileSync } from 'node:fs';

/** The version of the package that contains this file, in `src` or in `dist`. */
export const version: string = readVersion();

function readVersion(): string {
  const found: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return found && typeof found === 'object' && 'version' in found ? String(found.version) : 'unknown';
}
