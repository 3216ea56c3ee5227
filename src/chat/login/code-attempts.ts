import { parseCode } from '#chat/codes.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Asked } from '#chat/event.ts';
import { keyOf } from '#chat/name-keys.ts';
import { networkOf } from '#chat/network.ts';
import type { Clock, Store } from '#chat/ports.ts';
import { type Codes, isSpendable, type Spending, type TokenRow } from '#chat/token.ts';
import type { Attempts } from './attempts.ts';
import type { WrongPassword } from './password-check.ts';
import type { Brake } from './password-work.ts';

export interface CodeOptions {
  readonly store: Pick<Store, 'token' | 'channel' | 'roomState'>;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/** Who gives a code. */
export type From = Pick<Seat, 'address' | 'rules'>;

/** A code that somebody has given. */
export interface WantedCode {
  readonly brakes: readonly Brake[];
  /** The code, if it can be spent now. The order judges again. */
  find(): TokenRow | 'token-invalid';
}

/** How a channel is entered with a secret. */
export interface WantedEntry {
  readonly brakes: readonly Brake[];
  /** What is asked of the order. */
  look(): Promise<Asked<'joined'>>;
}

/** Wrong codes delay the next attempt as wrong passwords do: those of one network are counted together. */
export class CodeAttempts {
  readonly #options: CodeOptions;
  readonly #attempts: Attempts;

  constructor(options: CodeOptions, attempts: Attempts) {
    this.#options = options;
    this.#attempts = attempts;
  }

  wanted(seat: From, text: string, what: Spending): WantedCode {
    const find = (): TokenRow | 'token-invalid' => this.#found(text, what) ?? this.#wrong(seat);
    return { brakes: this.#brakes(seat), find };
  }

  /** Whether a text that was given as a password is an invitation to register. A code cannot be guessed, so wrong ones cause no delay here. */
  isInvitation(text: string): boolean {
    return this.#found(text, { purpose: 'invite-server' }) !== undefined;
  }

  /** A key or a code with which a channel is entered. The order judges it: the room may have no key. */
  forRoom(seat: From, name: string, text: string): WantedEntry {
    const { store, codes } = this.#options;
    const code = parseCode(text);
    const hash = code === undefined ? undefined : codes.hash(code);
    const look = async (): Promise<Asked<'joined'>> => {
      const room = store.channel(keyOf((key) => store.channel(key), name));
      const { key, 'invite-only': isShut } = room ? store.roomState(room.id) : {};
      const isKey = key?.value === text;
      const isCode = !isKey && room && this.#found(text, { purpose: 'invite-room', room: room.id });
      if (!isKey && !isCode && (!room || key || isShut)) this.#wrong(seat);
      // A key may look like a code.
      return { kind: 'joined', ...(isKey || hash === undefined ? { key: text } : { code: hash }) };
    };
    return { brakes: this.#brakes(seat), look };
  }

  #found(text: string, what: Spending): TokenRow | undefined {
    const { store, clock, codes } = this.#options;
    const code = parseCode(text);
    const token = code === undefined ? undefined : store.token(codes.hash(code));
    return isSpendable(token, what, clock.now()) ? token : undefined;
  }

  #wrong({ address, rules }: From): 'token-invalid' {
    this.#attempts.wrongCode(networkOf(address), this.#options.clock.elapsed());
    this.#options.onWrong?.({ listener: rules.listener, address, name: undefined });
    return 'token-invalid';
  }

  #brakes({ address }: From): readonly Brake[] {
    return this.#attempts.codeBrakes(networkOf(address));
  }
}
