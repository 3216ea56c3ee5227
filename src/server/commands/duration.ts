import type { Millis } from '#chat/event.ts';

const second = 1000;
const units: Readonly<Record<string, Millis>> = {
  s: second,
  m: 60 * second,
  h: 3600 * second,
  d: 86_400 * second,
  w: 604_800 * second,
};

/** The forms, for help and errors. */
export const durationForms = '30s, 15m, 2h, 7d or 1w';

/** Parses a duration as a person writes it; in ms, at least 1 s. Undefined for anything else. */
export function parseDuration(text: string): Millis | undefined {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const length = Number(count) * (units[unit] ?? 0);
  return length > 0 ? length : undefined;
}
