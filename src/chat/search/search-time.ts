import type { Millis } from '#chat/event.ts';

const day = 24 * 60 * 60 * 1000;
const units: Readonly<Record<string, Millis>> = { h: day / 24, d: day, w: 7 * day };
const written = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d?):(\d\d))?$/;

/**
 * A day or a minute by local time, `today`, `yesterday`, or how long ago: `2h`, `3d`, `1w`. The beginning of what it names;
 * NaN for another text. Undefined without a text.
 */
export function timeNamed(text: string | undefined, now: Millis): Millis | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * (units[unit] ?? 0);
  if (text === 'today' || text === 'yesterday') return dayBegins(new Date(now), text === 'today' ? 0 : -1);
  const found = written.exec(text);
  if (!found) return NaN;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const time = new Date(year, month - 1, date, hour, minute);
  return time.getMonth() === month - 1 && time.getDate() === date && hour < 24 && minute < 60 ? time.getTime() : NaN;
}

const dayBegins = (date: Date, later: number): Millis =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate() + later).getTime();
