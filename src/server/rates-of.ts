import { type AskRates, usualRates } from '#chat/hub/turns/rates.ts';
import { type InputRates, usualInputRates } from '#link/input/input-rates.ts';
import type { Limits } from './connection-limits.ts';
import { registrationsPerHour } from './passwords.ts';

/** Rate limits for requests, registrations and input. Undefined: unlimited. */
export interface Rates {
  /** The rate limits for requests of sessions. */
  readonly asks: AskRates | undefined;
  /** How many accounts may be created from one address in an hour. */
  readonly registrations: number | undefined;
  /** The rate limits for input, before it is parsed. */
  readonly input: InputRates | undefined;
}

/**
 * The rates of a server with these limits; unlimited if `limits` is undefined. They do not include the bounds on memory. Returns a new
 * `input` object each time: input is counted for each such object, so servers in one process are counted separately.
 */
export const ratesOf = (limits: Limits | undefined): Rates =>
  limits
    ? { asks: usualRates, registrations: registrationsPerHour, input: { ...usualInputRates } }
    : { asks: undefined, registrations: undefined, input: undefined };
