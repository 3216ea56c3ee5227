import { randomInt } from 'node:crypto';

/** Twelve random characters `0-9a-z`: the mark of a run, or of an order. */
export const randomMark = (): string => Array.from({ length: 12 }, () => randomInt(36).toString(36)).join('');
