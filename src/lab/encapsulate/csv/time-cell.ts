/** ns in one of them. */
export const units = { s: 1_000_000_000n, ms: 1_000_000n, us: 1000n, ns: 1n } as const;
export type Unit = keyof typeof units;

/** Which of the first two numbers of `20/01/2026` is the day. */
export type DayOrder = 'day first' | 'month first';

/** What a cell says about time. */
export interface CellTime {
  /** Since 1970 in UTC, or since some moment that the file does not name. */
  readonly kind: 'absolute' | 'relative';
  readonly ns: bigint;
  /** How it was written, for a sentence. */
  readonly form: string;
  /** The other reading of `03/04/2026` would be possible as well. */
  readonly ambiguous?: boolean;
  /** A zone was named: `Z`, `+02:00`. */
  readonly zoned?: boolean;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s*([ap]\.?m\.?)?`;
const zone = String.raw`\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{3,5})?`;
const time = String.raw`(?:[t,\s]+${clock}${zone})?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`, 'i');
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})${time}$`, 'i');
const dayAndName = new RegExp(String.raw`^(\d{1,2})[-/.,\s]+([a-z]{3})[a-z]*[-/.,\s]+(\d{4}|\d{2})${time}$`, 'i');
const nameAndDay = new RegExp(String.raw`^([a-z]{3})[a-z]*[.\s]+(\d{1,2}),?\s+(\d{4})${time}$`, 'i');
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:[t ]?(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,9}))?(z)?)?$/i;
const clockAlone = new RegExp(`^${clock}$`, 'i');
const minutesAlone = /^(\d{1,3}):(\d{2})[.,](\d{1,9})$/;
const numeric = /^([-+]?)(\d{1,20})(?:([.,])(\d*))?(?:e([-+]?\d{1,2}))?\s*(s|sec|secs|seconds|ms|msec|us|µs|μs|ns)?$/i;

/** What a cell says; undefined where that is not a time. `unit`: of numbers, where the column's name tells it. */
export function readTime(text: string, order: DayOrder, unit?: Unit): CellTime | undefined {
  return readDate(text, order) ?? readClock(text) ?? readNumber(text, unit);
}

type Match = RegExpExecArray | null;

const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i;
/** `Jan 20 21:10:05 2026`, as C and Python print it after the day of the week. */
const ofC = new RegExp(String.raw`^([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})\s+(\d{4})$`, 'i');

function readDate(written: string, order: DayOrder): CellTime | undefined {
  const text = written.replace(weekday, '').replace(ofC, '$1 $2, $4 $3');
  let match: Match = compact.exec(text);
  if (match) {
    const [, year, month, day, hour, minute, second, fraction, z] = match;
    const zoned = z === undefined ? undefined : 'z';
    return dateTime([year, month, day], [hour, minute, second, fraction, undefined, zoned]);
  }
  match = yearFirst.exec(text);
  if (match) return dateTime([match[1], match[2], match[3]], match.slice(4));
  match = dayAndName.exec(text);
  if (match) return dateTime([match[3], monthNamed(match[2]), match[1]], match.slice(4));
  match = nameAndDay.exec(text);
  if (match) return dateTime([match[3], monthNamed(match[1]), match[2]], match.slice(4));
  match = yearLast.exec(text);
  if (!match) return undefined;
  const [, one, two, year] = match;
  const dayFirst = Number(two) > 12 ? false : Number(one) > 12 || order === 'day first';
  const read = dateTime(dayFirst ? [year, two, one] : [year, one, two], match.slice(4));
  const ambiguous = Number(one) <= 12 && Number(two) <= 12 && one !== two;
  return read && { ...read, ambiguous };
}

const monthNamed = (name = ''): string => {
  const at = months.findIndex((month) => month === name.toLowerCase());
  return String(at + 1);
};

/** Undefined where there is no such day or no such time of day. */
function dateTime(date: readonly (string | undefined)[], rest: readonly (string | undefined)[]): CellTime | undefined {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const fullYear = year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
  const midnight = new Date(Date.UTC(fullYear, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day || fullYear < 1970) return undefined;
  const dayNs = BigInt(midnight.getTime()) * units.ms;
  if (rest[0] === undefined)
    return { kind: 'absolute', ns: dayNs, form: 'dates without a time of day, read as midnight' };
  const ofDay = clockNs(rest);
  const offset = offsetNs(rest[5]);
  if (ofDay === undefined || offset === undefined) return undefined;
  return { kind: 'absolute', ns: dayNs + ofDay - offset, form: 'dates and times of day', zoned: isZone(rest[5]) };
}

const isZone = (text = ''): boolean => /^(?:z|utc|gmt|[+-]\d{2}:?\d{2})$/i.test(text);

/** Names of zones say too little (`IST` is three of them), and are taken as UTC. */
function offsetNs(text = ''): bigint | undefined {
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  if (sign === undefined) return 0n;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const distance = BigInt(Number(hours) * 60 + Number(minutes)) * 60n * units.s;
  return sign === '-' ? -distance : distance;
}

function clockNs([hour = '', minute = '', second = '0', fraction = '', half = '']: readonly (string | undefined)[]):
  | bigint
  | undefined {
  const [minutes, seconds] = [Number(minute), Number(second)];
  let hours = Number(hour);
  if (half !== '') {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return BigInt(hours * 3600 + minutes * 60 + seconds) * units.s + fractionNs(fraction);
}

const fractionNs = (digits: string): bigint => BigInt(digits.slice(0, 9).padEnd(9, '0'));

function readClock(text: string): CellTime | undefined {
  const match = clockAlone.exec(text);
  const ns = match && clockNs(match.slice(1));
  if (typeof ns === 'bigint') return { kind: 'relative', ns, form: 'times of day without a date' };
  const [, minutes, seconds, fraction = ''] = minutesAlone.exec(text) ?? [];
  if (minutes === undefined || Number(seconds) > 59) return undefined;
  const whole = BigInt(Number(minutes) * 60 + Number(seconds)) * units.s;
  return { kind: 'relative', ns: whole + fractionNs(fraction), form: 'minutes and seconds' };
}

/**
 * Numbers from here on are times since 1970 in s, ms, µs or ns, by their size; smaller ones are seconds since the
 * start.
 */
const leastEpoch: readonly (readonly [least: bigint, unit: Unit])[] = [
  [100_000_000_000_000_000n, 'ns'],
  [100_000_000_000_000n, 'us'],
  [100_000_000_000n, 'ms'],
  [946_684_800n, 's'],
];

const longUnits: Readonly<Record<Unit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};

function readNumber(text: string, columnUnit: Unit | undefined): CellTime | undefined {
  const [whole, sign, digits = '', , fraction = '', exponent = '0', suffix] = numeric.exec(plainNumber(text)) ?? [];
  if (whole === undefined) return undefined;
  const scaled = (unit: Unit): bigint => scale(digits, fraction, Number(exponent), units[unit]);
  const seconds = scaled('s') / units.s;
  const found = leastEpoch.find(([least]) => seconds >= least);
  const given = unitOf(suffix) ?? columnUnit;
  const epoch = sign === '-' ? undefined : given === undefined ? found?.[1] : epochIn(given, seconds);
  if (epoch !== undefined) return { kind: 'absolute', ns: scaled(epoch), form: `${longUnits[epoch]} since 1970` };
  const unit = given ?? 's';
  const ns = scaled(unit);
  return { kind: 'relative', ns: sign === '-' ? -ns : ns, form: `${longUnits[unit]} since the start` };
}

/** A column in ms may count from 1970 as well as from the start. */
const epochIn = (unit: Unit, value: bigint): Unit | undefined =>
  value * units[unit] >= 946_684_800n * units.s ? unit : undefined;

function unitOf(suffix: string | undefined): Unit | undefined {
  if (suffix === undefined || suffix === '') return undefined;
  if (/^ms/i.test(suffix)) return 'ms';
  if (/^ns/i.test(suffix)) return 'ns';
  return /^[uµμ]/i.test(suffix) ? 'us' : 's';
}

/** `1,234.5` and `1.234,5` without the signs between thousands. */
function plainNumber(text: string): string {
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  return /^\d{1,3}(?:\.\d{3})+,\d+$/.test(text) ? text.replaceAll('.', '') : text;
}

/** digits.fraction × 10^exponent × unit, in whole ns. */
function scale(digits: string, fraction: string, exponent: number, unit: bigint): bigint {
  const value = BigInt(digits + fraction) * unit;
  const power = exponent - fraction.length;
  return power >= 0 ? value * 10n ** BigInt(power) : value / 10n ** BigInt(-power);
}
