import type { Millis } from '#chat/event.ts';

/** A period that a text names: a day, a minute, a second, a millisecond. `end`: the first moment after it. */
export interface Span {
  readonly start: Millis;
  readonly end: Millis;
}

/** The forms, for help and errors. */
export const timeForms =
  '2026-11-20, "2026-11-20 21:31", 2026-11-20T20:31:05.123Z (or +01:00), 21:31 (today), today, yesterday, 30s, 90m, 2h, 3d or 1w';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const units: Readonly<Record<string, Millis>> = { s: second, m: minute, h: 60 * minute, d: day, w: 7 * day };

/**
 * Parses a time as a person writes it: see `timeForms`. Without a zone it is local time. A duration such as `2h` means
 * that long ago. Undefined for anything else.
 */
export function parseSpan(text: string, now: Millis): Span | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined) return span(now - Number(count) * (units[unit] ?? 0), 1);
  if (text === 'today' || text === 'yesterday') return dayOf(new Date(now), text === 'today' ? 0 : -1);
  const found = form.exec(text)?.groups;
  return found && text !== '' ? spanOf(found, new Date(now)) : undefined;
}

const form = new RegExp(
  '^(?:(?<year>\\d{4})-(?<month>\\d\\d)-(?<date>\\d\\d))?' +
    '(?:(?:^|[ Tt])(?<hour>\\d\\d?):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<part>\\d{1,9}))?)?' +
    ' ?(?<zone>[Zz]|[+-]\\d\\d(?::?\\d\\d)?)?)?$',
);

type Found = Readonly<Record<string, string | undefined>>;

function spanOf(found: Found, today: Date): Span | undefined {
  const number = (key: string, usual: number): number => (found[key] === undefined ? usual : Number(found[key]));
  const zone = offsetOf(found['zone']);
  if (zone === undefined && found['zone'] !== undefined) return undefined;
  // Without a day: today, in the given zone.
  const here = zone === undefined ? today : new Date(today.getTime() + zone);
  const [year, month, date] = [
    number('year', zone === undefined ? here.getFullYear() : here.getUTCFullYear()),
    number('month', 1 + (zone === undefined ? here.getMonth() : here.getUTCMonth())),
    number('date', zone === undefined ? here.getDate() : here.getUTCDate()),
  ];
  const [hours, minutes, seconds] = [number('hour', 0), number('minute', 0), number('second', 0)];
  const ms = Number((found['part'] ?? '').padEnd(3, '0').slice(0, 3));
  const calendar = new Date(Date.UTC(year, month - 1, date));
  const exists = calendar.getUTCMonth() === month - 1 && calendar.getUTCDate() === date;
  if (!exists || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (found['hour'] === undefined) return dayOf(new Date(year, month - 1, date), 0);
  const start =
    zone === undefined
      ? new Date(year, month - 1, date, hours, minutes, seconds, ms).getTime()
      : Date.UTC(year, month - 1, date, hours, minutes, seconds, ms) - zone;
  if (found['part'] !== undefined) return span(start, 1);
  return span(start, found['second'] === undefined ? minute : second);
}

/** The UTC offset in ms. Undefined without one, and for an invalid one. */
function offsetOf(zone: string | undefined): Millis | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return zone === undefined ? undefined : 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * minute;
}

/** A day has 23 or 25 hours when the clocks change. */
function dayOf(date: Date, later: number): Span {
  const [year, month, at] = [date.getFullYear(), date.getMonth(), date.getDate() + later];
  return { start: new Date(year, month, at).getTime(), end: new Date(year, month, at + 1).getTime() };
}

const span = (start: Millis, length: Millis): Span => ({ start: Math.max(0, start), end: Math.max(0, start) + length });
