import { counted } from './counted.ts';
import { cellText, type Problem } from './problem.ts';
import { type CellTime, type DayOrder, readTime, type Unit, units } from './time-cell.ts';

/** A cell with a time, and where it stands. */
export interface TimeCell {
  readonly line: number;
  readonly text: string;
}

export interface TimeColumn {
  /** ns since 1970 for each cell. */
  readonly times: readonly bigint[];
  /** `relative`: the file counts from its start, which is put at `relativeStart`. */
  readonly kind: 'absolute' | 'relative';
  readonly assumed: readonly string[];
  readonly problems: readonly Problem[];
}

/** 2000-01-01T00:00:00Z: where times begin that count from a start. */
export const relativeStart = 946_684_800_000_000_000n;
/** Between rows of a file without times, as the exercise sends them. */
const usualGap = 200_000_000n;
/** pcap has 32 bits for seconds. */
const latest = 4_294_967_295n * units.s;

/** `name`: of the column; undefined for a file without one. */
export function readTimes(cells: readonly TimeCell[], name: string | undefined): TimeColumn {
  if (name === undefined || cells.every(({ text }) => text === '')) {
    const times = cells.map((_, nth) => relativeStart + BigInt(nth) * usualGap);
    return { times, kind: 'relative', assumed: ['The file has no times: rows are 0.2 s apart.'], problems: [] };
  }
  const order = dayOrder(cells);
  const unit = unitIn(name);
  const read = cells.map((cell) => (cell.text === '' ? undefined : (readTime(cell.text, order, unit) ?? 'unreadable')));
  const known = read.filter((time) => typeof time === 'object');
  const absolute = known.filter(({ kind }) => kind === 'absolute').length;
  const kind = 2 * absolute >= known.length ? 'absolute' : 'relative';
  const problems: Problem[] = [];
  const times: bigint[] = [];
  let last = known.find((time) => time.kind === kind)?.ns ?? 0n;
  for (const [nth, time] of read.entries()) {
    const { line = 0, text = '' } = cells[nth] ?? {};
    const wrong = problemWith(time, kind);
    if (wrong !== undefined) problems.push({ line, column: name, text: `${cellText(text)} ${wrong}` });
    else if (typeof time === 'object') last = time.ns;
    times.push(kind === 'absolute' ? last : relativeStart + last);
  }
  return { times, kind, assumed: assumptions(read, kind, order), problems };
}

type Read = CellTime | 'unreadable' | undefined;

function problemWith(time: Read, kind: CellTime['kind']): string | undefined {
  if (time === undefined) return undefined;
  if (time === 'unreadable') {
    return 'is not a time. Write seconds (0.015), an ISO time (2026-01-20 21:10:05), or day/month/year (20/01/2026 21:10)';
  }
  if (time.kind !== kind) return `is ${time.form}, and most others are ${kind === 'absolute' ? 'dates' : 'not'}`;
  const at = kind === 'absolute' ? time.ns : relativeStart + time.ns;
  return at < 0n || at > latest ? 'is out of range: captures hold times from 1970 to 2106' : undefined;
}

/** Whether the day or the month comes first, as shown by cells that can be read in only one way; without such cells, the day. */
function dayOrder(cells: readonly TimeCell[]): DayOrder {
  let [dayFirst, monthFirst] = [0, 0];
  for (const { text } of cells) {
    const [, one = '', two = ''] = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2}/.exec(text) ?? [];
    if (Number(one) > 12) dayFirst++;
    if (Number(two) > 12) monthFirst++;
  }
  return monthFirst > dayFirst ? 'month first' : 'day first';
}

/** `time_ms`, `Timestamp (us)`. */
function unitIn(name: string): Unit | undefined {
  const [, unit = ''] = /(?:^|[^a-z])(ms|us|µs|ns|milli|micro|nano)[a-z]*[)\]]?$/i.exec(name.trim()) ?? [];
  const known: Readonly<Record<string, Unit>> = { m: 'ms', u: 'us', µ: 'us', n: 'ns' };
  return /^micro/i.test(unit) ? 'us' : known[unit.charAt(0).toLowerCase()];
}

function assumptions(read: readonly Read[], kind: CellTime['kind'], order: DayOrder): readonly string[] {
  const known = read.filter((time) => typeof time === 'object');
  const forms = [...new Set(known.map(({ form }) => form))];
  const start =
    kind === 'relative' ? `; the start is put at ${new Date(Number(relativeStart / units.ms)).toISOString()}` : '';
  const assumed = [`Times are ${forms.join(' or ')}${start}.`];
  if (known.some(({ ambiguous }) => ambiguous === true))
    assumed.push(`Dates such as 03/04/2026 are read with the ${order}.`);
  const withClock = known.filter(({ form }) => form.startsWith('dates'));
  if (withClock.some(({ zoned }) => zoned !== true)) assumed.push('Dates without a time zone are taken as UTC.');
  const blank = read.filter((time) => time === undefined).length;
  if (blank > 0) assumed.push(`${counted(blank, 'row')} without a time: at the time of the row before.`);
  return assumed;
}
