import { readFileSync } from 'node:fs';

/** Of the package this file belongs to, whether it runs from `src` or from `dist`. */
export const version: string = readVersion();

function readVersion(): string {
  const found: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return found && typeof found === 'object' && 'version' in found ? String(found.version) : 'unknown';
}
