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

/** The figures of honest people during one attack. */
export interface HonestFigures {
  readonly pair: PairFigures;
  /** The same for people at the attackers' address. */
  readonly neighbours: PairFigures;
  readonly probe: { readonly quiet: Lateness; readonly during: Lateness };
  /** Logins since the quiet phase. */
  readonly logins: readonly Login[];
  /** How often a logged-in person was disconnected. */
  readonly thrownOut?: number;
  readonly reader?: { readonly closed: boolean; readonly bytes: number };
  /** The 99th percentile of this process's own delay during the attack: smaller times mean nothing. */
  readonly ownDelay: number;
}

/** Figures of the server process. */
export interface ServerFigures {
  /** The highest value, in bytes. */
  readonly rss: { readonly quiet: number; readonly during: number };
  /** CPU time during the attack, and its duration, in s. */
  readonly cpu: number;
  readonly seconds: number;
  /** Output on standard error during the attack. */
  readonly logged: { readonly lines: number; readonly bytes: number };
  readonly lives: boolean;
  /** The time from the second SIGTERM, during the attack, until the server had ended, in s; at most the time limit. */
  readonly end: number;
}

export interface Figures {
  readonly attack: string;
  readonly honest: HonestFigures;
  readonly server: ServerFigures;
  /** The counts of the attackers. */
  readonly attackers: Readonly<Record<string, number>>;
  /** The attack itself failed. */
  readonly trouble?: string;
}

export function formOf({ times, unanswered }: Fared): Form {
  return { count: times.length, ...lateness(times), p50: spread(times).p50 ?? NaN, unanswered };
}

export function lateness(times: readonly number[]): Lateness {
  const { p99 = NaN, worst = NaN } = spread(times);
  return { p99, worst };
}
