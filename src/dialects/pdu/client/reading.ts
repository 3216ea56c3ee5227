import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

import { numberOf } from './fields.ts';

/** How long what was read may wait before the server is told: a busy room costs one request in this time. */
export const toldAfter: Millis = 2000;

/** Tells the server what the person has read, so that the user's other sessions and the next login know. */
export class Reading {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #tell: (of: string, upto: string) => void;
  /** By place: up to where. */
  readonly #untold = new Map<string, string>();
  #callOff: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'after'>, tell: (of: string, upto: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The person has seen what came there, up to that cursor. */
  saw(place: string, cursor: string): void {
    const known = this.#untold.get(place);
    if (cursor === '' || (known !== undefined && numberOf(known) >= numberOf(cursor))) return;
    this.#untold.set(place, cursor);
    this.#callOff ??= this.#clock.after(toldAfter, () => this.flush());
  }

  flush(): void {
    this.stop();
    for (const [place, cursor] of this.#untold) this.#tell(place, cursor);
    this.#untold.clear();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }
}
