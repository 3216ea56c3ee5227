import { visible } from '#text/visible.ts';

import type { Shown } from './input-area.ts';

/** What is hidden of a typed line: all of it, or what the function replaces by stars, one `*` per UTF-16 unit. */
export type Secrets = 'all' | ((line: string) => string);

/** The half-typed text as it may be shown, line by line. */
export function shownOf(
  { text, cursor }: { readonly text: string; readonly cursor: number },
  secrets: Secrets | undefined,
): Shown {
  if (secrets === 'all') return { before: '', behind: '' };
  const seen = masked(text, secrets);
  return { before: eachVisible(seen.slice(0, cursor)), behind: eachVisible(seen.slice(cursor)) };
}

const eachVisible = (text: string): string => text.split('\n').map(visible).join('\n');

/** Whether the line contains something hidden. */
export const isSecret = (text: string, secrets: Secrets | undefined): boolean =>
  secrets === 'all' || masked(text, secrets) !== text;

const masked = (text: string, secrets: Exclude<Secrets, 'all'> | undefined): string =>
  secrets ? text.split('\n').map(secrets).join('\n') : text;
