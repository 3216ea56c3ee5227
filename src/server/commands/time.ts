import type { Millis } from '#chat/event.ts';

const units: Readonly<Record<string, Millis>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time as a person writes it, by the clock on the wall: `2026-11-20`, `2026-11-20 21:31`, `21:31:05` of today, or how
 * long ago: `90m`, `2h`, `3d`. Undefined for anything else.
 */
export function parseTime(text: string, now: Millis): Millis | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return Math.max(0, now - Number(count) * (units[unit] ?? 0));
  const found = /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|[ T])(\d\d?):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (!found || text === '') return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => part && Number(part));
  const today = new Date(now);
  const date = new Date(
    Number(year ?? today.getFullYear()),
    Number(month ?? today.getMonth() + 1) - 1,
    Number(day ?? today.getDate()),
  );
  const isDay = year === undefined || (date.getMonth() + 1 === month && date.getDate() === day);
  if (!isDay || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined;
  date.setHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  return Math.max(0, date.getTime());
}
