import { escapedJson } from '#text/visible.ts';

/** One line of JSON in which nothing is left that a terminal obeys, or does not show. */
export const jsonLine = (value: unknown): string => `${escapedJson(JSON.stringify(value))}\n`;
