import type { Link } from './link.ts';
import { type Budget, commonBudget } from './outbox.ts';
import { Stalls } from './stalls.ts';
import type { Tap, TapPoint } from './tap.ts';
import { Vanished } from './vanished.ts';

/** Runs a function once after so many milliseconds, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void;

export interface LinkOptions {
  /** Bytes that may wait to be sent on one link; 1 MiB. */
  readonly outbox?: number;
  /** For the outboxes of all slow links together: while it is passed, a slow link of an address that has too much of it is lost. */
  readonly budget?: Budget;
  /** The network an address is counted with; the address itself. */
  readonly networkOf?: (address: string) => string;
  /** Milliseconds from `end` until a link is aborted whose peer does not close; 5000. */
  readonly grace?: number;
  /** Milliseconds after which a link is lost whose peer takes nothing of what waits for it; 60,000. See `Stalls`. */
  readonly stall?: number;
  /** The clock of `grace` and `stall`; `setTimeout`. */
  readonly after?: After;
  /** Hears of a link that was aborted as slow, from inside the `write` that was too much. */
  readonly onSlow?: (link: Link) => void;
  /** Hears what a reader or `onLink` threw, after its link was aborted. By default it is thrown from a separate task. */
  readonly onError?: (error: unknown, link: Link) => void;
  readonly tap?: Tap;
  /** Instead of `tap`, where it comes and goes. */
  readonly taps?: TapPoint;
}

/** `LinkOptions` complete: one object for all links of a listener. */
export interface LinkSettings {
  readonly outbox: number;
  readonly budget: Budget;
  readonly networkOf: (address: string) => string;
  /** Shorter once the listener has closed: who reads nothing must not hold up the end of the process. */
  grace: number;
  readonly after: After;
  readonly stalls: Stalls;
  readonly vanished: Vanished;
  readonly onSlow: (link: Link) => void;
  readonly onError: (error: unknown, link: Link) => void;
  readonly taps: TapPoint;
  readonly onOver: ((link: Link) => void) | undefined;
  /** An ended link lets the process end: what is queued is sent, but a peer that does not close is not waited for. */
  readonly accepted: boolean;
}

const onTimer: After = (ms, run) => {
  // The link itself keeps the process alive, if anything does.
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** The grace of links that are ended once their listener has closed, in ms. */
export const closingGrace = 1000;

/** One for all links of the process, because each look reads the whole table of connections; every 30 s. */
const vanished = new Vanished(onTimer, 30_000);

const throwLater = (error: unknown): void => {
  process.nextTick(() => {
    throw error;
  });
};

export function linkSettings(options: LinkOptions): LinkSettings {
  const after = options.after ?? onTimer;
  return {
    outbox: options.outbox ?? 1024 * 1024,
    budget: options.budget ?? commonBudget,
    networkOf: options.networkOf ?? ((address) => address),
    grace: options.grace ?? 5000,
    after,
    stalls: new Stalls(after, options.stall ?? 60_000),
    vanished,
    onSlow: options.onSlow ?? (() => {}),
    onError: options.onError ?? throwLater,
    taps: options.taps ?? { tap: options.tap },
    onOver: undefined,
    accepted: false,
  };
}
