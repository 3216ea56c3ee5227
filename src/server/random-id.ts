import { randomInt } from 'node:crypto';

/** Twelve random characters `0-9a-z`: the id of a run, or the epoch of an order. */
export const randomId = (): string => Array.from({ length: 12 }, () => randomInt(36).toString(36)).join('');
