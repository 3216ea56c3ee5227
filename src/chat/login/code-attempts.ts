import { parseCode } from '#chat/codes.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { networkOf } from '#chat/network.ts';
import type { Clock, Store } from '#chat/ports.ts';
import { type Codes, isSpendable, type Spending, type TokenRow } from '#chat/token.ts';
import type { Attempts } from './attempts.ts';
import type { WrongPassword } from './logins.ts';
import type { Brake } from './password-work.ts';

export interface CodeOptions {
  readonly store: Pick<Store, 'token'>;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/** A code that a session has given. */
export interface WantedCode {
  readonly brakes: readonly Brake[];
  /** The code, if it can be spent now. The order judges again. */
  find(): TokenRow | 'token-invalid';
}

/** Wrong codes delay the next attempt as wrong passwords do: those of one network are counted together. */
export class CodeAttempts {
  readonly #options: CodeOptions;
  readonly #attempts: Attempts;

  constructor(options: CodeOptions, attempts: Attempts) {
    this.#options = options;
    this.#attempts = attempts;
  }

  wanted({ address, rules }: Seat, text: string, what: Spending): WantedCode {
    const { store, clock, codes, onWrong } = this.#options;
    const network = networkOf(address);
    const find = (): TokenRow | 'token-invalid' => {
      const code = parseCode(text);
      const token = code === undefined ? undefined : store.token(codes.hash(code));
      if (isSpendable(token, what, clock.now())) return token;
      this.#attempts.wrongCode(network, clock.elapsed());
      onWrong?.({ listener: rules.listener, address, name: undefined });
      return 'token-invalid';
    };
    return { brakes: this.#attempts.codeBrakes(network), find };
  }
}
