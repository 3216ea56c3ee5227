import { type AskRates, usualRates } from '#chat/hub/turns/rates.ts';
import { type InputRates, usualInputRates } from '#link/input/input-rates.ts';
import type { Limits } from './connection-limits.ts';
import { registrationsPerHour } from './passwords.ts';

/** How much may be asked, registered and sent in a time. Undefined: as much as one likes. */
export interface Rates {
  /** Of requests. */
  readonly asks: AskRates | undefined;
  /** Of accounts from one address, in an hour. */
  readonly registrations: number | undefined;
  /** Of input, before it is parsed. */
  readonly input: InputRates | undefined;
}

/**
 * The rates of a server with these limits; none without limits. The bounds on memory are others. Input is counted for each object of
 * rates, so that servers in one process have no common allowance.
 */
export const ratesOf = (limits: Limits | undefined): Rates =>
  limits
    ? { asks: usualRates, registrations: registrationsPerHour, input: { ...usualInputRates } }
    : { asks: undefined, registrations: undefined, input: undefined };
