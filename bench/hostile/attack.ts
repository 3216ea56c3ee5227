import type { Visits } from './visitor.ts';

/** The listeners of the server under attack, by dialect. */
export type Ports = Readonly<Record<string, number>>;

/** What an attack can use in its process. */
export interface AttackContext {
  readonly ports: Ports;
  /** Aborted when the attack must end. */
  readonly signal: AbortSignal;
  /** Adds to a count of the attack, which is shown with its result. */
  count(what: string, by?: number): void;
}

/** Two honest people who write to each other: in private on direct, or in #lobby on nick. */
export type PairKind = 'private' | 'lobby';

export interface Attack {
  readonly name: string;
  /** One line for the help and the table. */
  readonly about: string;
  readonly pair?: PairKind;
  /** Logins of an honest person during the attack. */
  readonly visits?: Visits;
  /** An honest nick client in #lobby that reads this many bytes a second. */
  readonly readerRate?: number;
  /** Preparations before the quiet phase: sessions, accounts, history. */
  prepare?(context: AttackContext): Promise<void>;
  /** The attack. It may resolve before its end is requested; its links stay open until then. */
  strike(context: AttackContext): Promise<void>;
}
