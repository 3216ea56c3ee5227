import type { Millis } from '#chat/event.ts';

const units: Readonly<Record<string, Millis>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90s`, `10m`, `1h`, `2d`, `1w` in ms; undefined for anything else. */
export function durationIn(text: string): Millis | undefined {
  const [, count, unit = ''] = /^([0-9]{1,6})([smhdw])$/i.exec(text) ?? [];
  const each = units[unit.toLowerCase()];
  return each === undefined ? undefined : Number(count) * each;
}
