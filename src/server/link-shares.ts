import type { InputRates } from '#link/input/input-rates.ts';
import { createInputTurns } from '#link/input/input-turns.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { OutboxBudget, usualBudget } from '#link/outbox/outbox-budget.ts';

/** The rates, turns and bounds that all links of one server share. Another server in the same process has its own. */
export type LinkShares = Required<Pick<LinkOptions, 'inputRates' | 'turns' | 'budget'>>;

/** `inputRates`: how fast input is read; undefined: as fast as it comes. */
export const linkShares = (inputRates: InputRates | undefined): LinkShares => ({
  inputRates,
  turns: createInputTurns(),
  budget: new OutboxBudget(usualBudget),
});
