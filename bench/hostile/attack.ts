import type { Visits } from './visitor.ts';

/** The listeners of the server under attack, by dialect. */
export type Ports = Readonly<Record<string, number>>;

/** What an attack finds in its own process. */
export interface Ground {
  readonly ports: Ports;
  /** Aborted when the attack is to end. */
  readonly signal: AbortSignal;
  /** Adds to a figure of the attack, shown beside its result. */
  count(what: string, by?: number): void;
}

/** Two honest people who write to each other: privately on direct, or in #lobby on nick. */
export type PairKind = 'private' | 'lobby';

export interface Attack {
  readonly name: string;
  /** One line for the help and the table. */
  readonly about: string;
  readonly pair?: PairKind;
  /** Logins by an honest person while the attack goes on. */
  readonly visits?: Visits;
  /** An honest nick client in #lobby that reads so many bytes a second. */
  readonly readerRate?: number;
  /** What must be there before the quiet phase: sessions, accounts, history. */
  prepare?(ground: Ground): Promise<void>;
  /** The attack itself. May resolve before it is told to end; its links stay open until then. */
  strike(ground: Ground): Promise<void>;
}
