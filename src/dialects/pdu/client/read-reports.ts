import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

import { numberOf } from './fields.ts';

/** The interval of reports to the server of what was read: a busy room costs one request in this time. */
const toldAfter: Millis = 2000;

/** Reports to the server what the person has read, for the user's other sessions and for the next login. */
export class ReadReports {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #tell: (of: string, upto: string) => void;
  /** The last cursor read that is not reported yet, by place. */
  readonly #untold = new Map<string, string>();
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'after'>, tell: (of: string, upto: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The person has seen what came there, up to that cursor. */
  saw(place: string, cursor: string): void {
    const known = this.#untold.get(place);
    if (cursor === '' || (known !== undefined && numberOf(known) >= numberOf(cursor))) return;
    this.#untold.set(place, cursor);
    this.#cancelTimer ??= this.#clock.after(toldAfter, () => this.flush());
  }

  flush(): void {
    this.stop();
    for (const [place, cursor] of this.#untold) this.#tell(place, cursor);
    this.#untold.clear();
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
