import { t } from './texts.ts';

/** Formats are created once, because creating one costs more than a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${t.locale} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(t.locale, options);
  formats.set(key, made);
  return made;
}

/** `09:14`, in the reader's time zone. */
export const clockTime = (at: number): string =>
  format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** Full date and time, for a tooltip. */
export const fullTime = (at: number): string => format({ dateStyle: 'full', timeStyle: 'medium' }).format(at);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-28`, in the reader's time zone: identifies a day. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

const dayLength = 24 * 3_600_000;

/** A day for people: today, yesterday, or its date. */
export function dayText(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return t.today;
  if (dayOf(at) === dayOf(now - dayLength)) return t.yesterday;
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format({ weekday: 'long', day: 'numeric', month: 'long', ...(!isThisYear && { year: 'numeric' }) }).format(at);
}

/** Short: the time if it is today, otherwise the day. */
export const shortTime = (at: number, now: number): string =>
  dayOf(at) === dayOf(now) ? clockTime(at) : format({ day: 'numeric', month: 'short', year: '2-digit' }).format(at);
