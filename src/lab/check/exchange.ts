import type { Wire, WireEnd } from '#lab/transcript-server.ts';

import { ReadAhead } from './read-ahead.ts';

/** Something that happened on a link. `at`: milliseconds since the exchange began. */
export type Happening =
  | { readonly kind: 'opened'; readonly at: number; readonly link: number; readonly by: 'us' | 'them' }
  /** `by`: the side that wrote the bytes. */
  | {
      readonly kind: 'bytes';
      readonly at: number;
      readonly link: number;
      readonly by: 'us' | 'them';
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'ended';
      readonly at: number;
      readonly link: number;
      readonly by: 'us' | 'them';
      readonly how: WireEnd;
    };

/** Bytes kept of one exchange; more are dropped. */
const maxBytes = 1 << 20;
/** Events kept of one exchange. */
const maxHappenings = 4000;

/** Everything that was sent on the links of one check, in order. Bounded: the rest is only counted. */
export class Exchange {
  readonly happenings: Happening[] = [];
  /** The actor of each link, by its number. */
  readonly actors: string[] = [];
  /** Bytes that were sent and are not in the list. */
  leftOut = 0;
  readonly #began: number = performance.now();
  #bytes = 0;

  /**
   * A link that records its bytes, also unread ones. `actor`: its owner. `by`: the side that opened it. It reads at
   * once, up to a bound of unread bytes.
   */
  over(actor: string, wire: Wire, by: 'us' | 'them' = 'us'): Wire {
    const link = this.actors.push(actor) - 1;
    this.#note({ kind: 'opened', at: this.#now(), link, by });
    let over = false;
    const end = (by: 'us' | 'them', how: WireEnd): void => {
      if (over) return;
      over = true;
      this.#note({ kind: 'ended', at: this.#now(), link, by, how });
    };
    const ahead = new ReadAhead(wire, (next) => {
      if (typeof next === 'string') end('them', next);
      else this.#pass(link, 'them', next);
    });
    return {
      write: (bytes) => {
        this.#pass(link, 'us', bytes);
        return wire.write(bytes);
      },
      read: () => ahead.read(),
      hangUp: () => {
        end('us', 'closed');
        wire.hangUp();
      },
      cutOff: () => {
        end('us', 'reset');
        wire.cutOff();
      },
      ...(wire.leave && {
        leave: () => {
          end('us', 'closed');
          wire.leave?.();
        },
      }),
    };
  }

  #now(): number {
    return performance.now() - this.#began;
  }

  #pass(link: number, by: 'us' | 'them', bytes: Uint8Array): void {
    const kept = bytes.subarray(0, Math.max(0, maxBytes - this.#bytes));
    this.#bytes += kept.length;
    this.leftOut += bytes.length - kept.length;
    if (kept.length > 0) this.#note({ kind: 'bytes', at: this.#now(), link, by, bytes: kept });
  }

  #note(happening: Happening): void {
    if (this.happenings.length < maxHappenings) this.happenings.push(happening);
    else if (happening.kind === 'bytes') this.leftOut += happening.bytes.length;
  }
}
