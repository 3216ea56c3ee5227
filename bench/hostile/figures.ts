import { spread } from '../rows.ts';
import type { Fared } from './pair.ts';
import type { Login } from './visitor.ts';

/** Times in ms. */
export interface Form {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly unanswered: number;
}

export type Lateness = Pick<Form, 'p99' | 'worst'>;

export interface PairFigures {
  readonly quiet: Form;
  readonly during: Form;
  /** Members that the server has closed. */
  readonly closed: number;
}

/** What honest people saw of one attack. */
export interface HonestFigures {
  readonly pair: PairFigures;
  /** The same from the attackers' address. */
  readonly neighbours: PairFigures;
  readonly probe: { readonly quiet: Lateness; readonly during: Lateness };
  /** Those that came from the quiet phase on. */
  readonly logins: readonly Login[];
  /** How often somebody who had logged in was closed. */
  readonly thrownOut?: number;
  readonly reader?: { readonly closed: boolean; readonly bytes: number };
  /** The 99th percentile of this process's own lateness during the attack: below it nothing is told by the times. */
  readonly ownDelay: number;
}

/** What was seen from outside of the server. */
export interface ServerFigures {
  /** The most that was seen, in bytes. */
  readonly rss: { readonly quiet: number; readonly during: number };
  /** CPU during the attack, in s, and how long that took. */
  readonly cpu: number;
  readonly seconds: number;
  /** Written to standard error during the attack. */
  readonly logged: { readonly lines: number; readonly bytes: number };
  readonly lives: boolean;
  /** From the second SIGTERM, with the attack still going on, until it had ended, in s; at most what is waited for. */
  readonly end: number;
}

export interface Figures {
  readonly attack: string;
  readonly honest: HonestFigures;
  readonly server: ServerFigures;
  /** What the attackers counted. */
  readonly attackers: Readonly<Record<string, number>>;
  /** Something went wrong with the attack itself. */
  readonly trouble?: string;
}

export function formOf({ times, unanswered }: Fared): Form {
  return { count: times.length, ...lateness(times), p50: spread(times).p50 ?? NaN, unanswered };
}

export function lateness(times: readonly number[]): Lateness {
  const { p99 = NaN, worst = NaN } = spread(times);
  return { p99, worst };
}
