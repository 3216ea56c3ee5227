import type { AskRates } from '#chat/hub/turns/rates.ts';
import type { WrongPassword } from '#chat/login/password-check.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';
import type { Millis } from '#chat/event.ts';
import type { Addresses, Bus, Clock, Passwords, Store, WorkTurns } from '#chat/ports.ts';
import type { Codes } from '#chat/rights/token.ts';

export interface ChatOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  /** This node's name, the same in all its runs. */
  readonly node: string;
  /** A fresh random id of at least 8 characters `0-9a-z`, for a run or an order. */
  readonly newId: () => string;
  readonly passwords: Passwords;
  /** Without it no session has an address that can be banned. */
  readonly addresses?: Addresses | undefined;
  readonly codes: Codes;
  /** How many accounts may be made from one address in an hour; unlimited if not given. */
  readonly registrations?: number | undefined;
  /** Called with a bug of ours and what it affected. The chat goes on. */
  readonly onBug: (error: unknown, context: string) => void;
  readonly onWrongPassword?: ((wrong: WrongPassword) => void) | undefined;
  /** The index of messages, if they can be searched for. */
  readonly search?: SearchIndex | undefined;
  /** How fast sessions may send requests, and how much is kept of them; unlimited if not given. */
  readonly rates?: AskRates | undefined;
  /** One endless turn, if not given. */
  readonly loop?: WorkTurns | undefined;
  /** See `Deliveries`. */
  readonly writesAtOnce?: number | undefined;
  /** See `JudgeStoreDeliverOptions`. */
  readonly pause?: ((ms: Millis) => Promise<void>) | undefined;
  /**
   * CPU time of this thread, in ms: how long judging takes is learned from it, because other programs on the machine hardly
   * make it longer. `clock.elapsed` if not given.
   */
  readonly cpuTime?: (() => Millis) | undefined;
}
