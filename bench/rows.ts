import type { BenchServer } from './bench-server.ts';

/** One figure of one bench. Times in ms, CPU in µs for one operation. */
export interface Row {
  readonly bench: string;
  readonly what: string;
  readonly count: number;
  readonly perSecond?: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly worst?: number;
  /** CPU time of the server: all threads; and only its main thread. */
  readonly cpu?: number;
  readonly mainThread?: number;
  readonly note?: string;
}

export interface Sizes {
  readonly logins: number;
  /** Logins at the same time, at most. */
  readonly atOnce: number;
  readonly clients: number;
  /** The time of measuring round trips, for each kind. */
  readonly seconds: number;
  /** The number of hearers, and of messages. */
  readonly hearers: number;
  readonly rounds: number;
}

/** The median, the 99th percentile and the maximum of some times. */
export function spread(times: readonly number[]): Pick<Row, 'p50' | 'p99' | 'worst'> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), worst: at(1) };
}

/** Runs `work`, which resolves with the time of each operation, and measures the server's CPU time. */
export async function measured(
  bench: string,
  what: string,
  server: BenchServer,
  work: () => Promise<readonly number[]>,
): Promise<Row> {
  const [before, began] = [server.cpu, performance.now()];
  const times = await work();
  const [after, seconds] = [server.cpu, (performance.now() - began) / 1000];
  const count = times.length;
  return {
    bench,
    what,
    count,
    perSecond: count / seconds,
    ...spread(times),
    cpu: (after.all - before.all) / count,
    mainThread: (after.mainThread - before.mainThread) / count,
  };
}

/** Runs something `count` times, some at the same time, each with its number. Resolves with their times. */
export async function several(
  count: number,
  atOnce: number,
  once: (index: number, slot: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const slots = Array.from({ length: Math.min(count, atOnce) }, async (_, slot) => {
    while (next < count) {
      const began = performance.now();
      await once(next++, slot);
      times.push(performance.now() - began);
    }
  });
  await Promise.all(slots);
  return times;
}

/** Each client repeats its request after each answer, for this time. Resolves with all times. */
export async function roundTrips<T>(
  seconds: number,
  clients: readonly T[],
  once: (client: T, nth: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  const ask = async (client: T): Promise<void> => {
    for (let began = performance.now(), nth = 0; began < end; nth++) {
      await once(client, nth);
      const now = performance.now();
      times.push(now - began);
      began = now;
    }
  };
  await Promise.all(clients.map(ask));
  return times;
}

export const heading: string = `${'what'.padEnd(46)}${[
  'count',
  'per s',
  'p50 ms',
  'p99 ms',
  'worst ms',
  'CPU µs',
  'main µs',
]
  .map((name) => name.padStart(9))
  .join('')}`;

export function formatRow({ bench, what, count, perSecond, p50, p99, worst, cpu, mainThread, note }: Row): string {
  const ms = [p50, p99, worst].map((value) => value?.toFixed(value < 10 ? 2 : 1) ?? '');
  const us = [cpu, mainThread].map((value) => value?.toFixed(value < 10 ? 1 : 0) ?? '');
  const cells = [String(count), perSecond?.toFixed(perSecond < 1000 ? 1 : 0) ?? '', ...ms, ...us];
  const line = `${`${bench}: ${what}`.padEnd(46)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  return note === undefined ? line.trimEnd() : `${line}   ${note}`;
}
