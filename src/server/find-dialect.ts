import type { Dialect } from '#dialects/dialect.ts';
import { quoted } from './command-line.ts';
import { nearest } from '#text/nearest.ts';

/** The dialect of that name; otherwise a sentence that names the dialect probably meant. */
export function dialectNamed(name: string, dialects: readonly Dialect[]): Dialect | string {
  const names = dialects.map((dialect) => dialect.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `Choose one of: ${names.join(', ')}.` : `Did you mean ${meant}?`;
  return dialects.find((dialect) => dialect.name === name) ?? `No dialect is called ${quoted(name)}. ${hint}`;
}
