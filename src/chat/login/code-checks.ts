import { parseCode } from '#chat/rights/codes.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Asked } from '#chat/event.ts';
import { keyOf } from '#chat/names/name-keys.ts';
import { networkOf } from '#chat/network.ts';
import type { Clock, Store } from '#chat/ports.ts';
import { type Codes, isSpendable, type Spending, type TokenRow } from '#chat/rights/token.ts';
import type { WrongPasswords } from './wrong-passwords.ts';
import type { WrongPassword } from './password-check.ts';
import type { Throttle } from './password-work.ts';

export interface CodeOptions {
  readonly store: Pick<Store, 'token' | 'channel' | 'roomState'>;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly onWrong?: ((wrong: WrongPassword) => void) | undefined;
}

/** Who gives a code. */
export type CodeSender = Pick<Seat, 'address' | 'rules'>;

/** A code that somebody has given. */
export interface CodeCheck {
  readonly throttles: readonly Throttle[];
  /** The code, if it can be spent now. The order judges again. */
  find(): TokenRow | 'token-invalid';
}

/** How a channel is entered with a secret. */
export interface RoomEntryCheck {
  readonly throttles: readonly Throttle[];
  /** What is asked of the order. */
  run(): Promise<Asked<'joined'>>;
}

/** Wrong codes delay the next attempt as wrong passwords do: those of one network are counted together. */
export class CodeChecks {
  readonly #options: CodeOptions;
  readonly #wrongPasswords: WrongPasswords;

  constructor(options: CodeOptions, wrongPasswords: WrongPasswords) {
    this.#options = options;
    this.#wrongPasswords = wrongPasswords;
  }

  check(seat: CodeSender, text: string, what: Spending): CodeCheck {
    const find = (): TokenRow | 'token-invalid' => this.#found(text, what) ?? this.#wrong(seat);
    return { throttles: this.#throttles(seat), find };
  }

  /** Whether a text that was given as a password is an invitation to register. A code cannot be guessed, so wrong ones cause no delay here. */
  isInvitation(text: string): boolean {
    return this.#found(text, { purpose: 'invite-server' }) !== undefined;
  }

  /** A key or a code with which a channel is entered. The order judges it: the room may have no key. */
  forRoom(seat: CodeSender, name: string, text: string): RoomEntryCheck {
    const { store, codes } = this.#options;
    const code = parseCode(text);
    const hash = code === undefined ? undefined : codes.hash(code);
    const run = async (): Promise<Asked<'joined'>> => {
      const room = store.channel(keyOf((key) => store.channel(key), name));
      const { key, 'invite-only': isShut } = room ? store.roomState(room.id) : {};
      const isKey = key?.value === text;
      const isCode = !isKey && room && this.#found(text, { purpose: 'invite-room', room: room.id });
      if (!isKey && !isCode && (!room || key || isShut)) this.#wrong(seat);
      // A key may look like a code.
      return { kind: 'joined', ...(isKey || hash === undefined ? { key: text } : { code: hash }) };
    };
    return { throttles: this.#throttles(seat), run };
  }

  #found(text: string, what: Spending): TokenRow | undefined {
    const { store, clock, codes } = this.#options;
    const code = parseCode(text);
    const token = code === undefined ? undefined : store.token(codes.hash(code));
    return isSpendable(token, what, clock.now()) ? token : undefined;
  }

  #wrong({ address, rules }: CodeSender): 'token-invalid' {
    this.#wrongPasswords.wrongCode(networkOf(address), this.#options.clock.elapsed());
    this.#options.onWrong?.({ listener: rules.listener, address, name: undefined });
    return 'token-invalid';
  }

  #throttles({ address }: CodeSender): readonly Throttle[] {
    return this.#wrongPasswords.codeThrottles(networkOf(address));
  }
}
