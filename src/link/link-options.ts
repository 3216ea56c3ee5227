import type { After } from './after.ts';
import type { InputRates } from './input/input-rates.ts';
import { commonInputTurns, type InputTurns } from './input/input-turns.ts';
import type { Link } from './link.ts';
import { type OutboxBudget, commonBudget } from './outbox/outbox-budget.ts';
import { StalledPeers } from './tcp/stalled-peers.ts';
import type { Tap, TapPoint } from './tap.ts';
import { VanishedPeers } from './tcp/vanished-peers.ts';

export interface LinkOptions {
  /** Bytes that may wait to be sent on one link; 1 MiB. */
  readonly outbox?: number;
  /** The bound for the outboxes of all slow links together. Above it, a slow link is aborted if its address has too much of it. */
  readonly budget?: OutboxBudget;
  /** The network that an address is counted for; by default the address itself. */
  readonly networkOf?: (address: string) => string;
  /** How fast the input of one link, and of all links of a network, is read; as fast as it comes. */
  readonly inputRates?: InputRates | undefined;
  /** How input takes turns; shared with all links of the process that are given none. */
  readonly turns?: InputTurns;
  /** Milliseconds from `end` until a link whose peer does not close is aborted; 5000. */
  readonly grace?: number;
  /** Milliseconds after which a link whose peer takes none of the waiting bytes is aborted; 60,000. See `StalledPeers`. */
  readonly stall?: number;
  /** The clock of `grace` and `stall`; `setTimeout`. */
  readonly after?: After;
  /** Called for a link that was aborted as slow, from inside the `write` that exceeded the bound. */
  readonly onSlow?: (link: Link) => void;
  /** Called with an error thrown by a reader or `onLink`, after its link was aborted. By default it is thrown from a separate task. */
  readonly onError?: (error: unknown, link: Link) => void;
  readonly tap?: Tap;
  /** In place of `tap`, if a tap is put in and taken out later. */
  readonly taps?: TapPoint;
}

/** `LinkOptions` complete: one object for all links of a listener. */
export interface LinkSettings {
  readonly outbox: number;
  readonly budget: OutboxBudget;
  readonly networkOf: (address: string) => string;
  readonly inputRates: InputRates | undefined;
  readonly turns: InputTurns;
  /** Shorter once the listener has closed: a peer that reads nothing must not delay the end of the process. */
  grace: number;
  /** The listener has closed. */
  closing: boolean;
  readonly after: After;
  readonly stalls: StalledPeers;
  readonly vanished: VanishedPeers;
  readonly onSlow: (link: Link) => void;
  readonly onError: (error: unknown, link: Link) => void;
  readonly taps: TapPoint;
  readonly onOver: ((link: Link) => void) | undefined;
  /** An ended link lets the process end: queued bytes are sent, but the process does not wait for the peer to close. */
  readonly accepted: boolean;
}

const onTimer: After = (ms, run) => {
  // The link itself keeps the process alive, if anything does.
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** The grace of links that are ended once their listener has closed, in ms. */
export const closingGrace = 1000;

/** One for all links of the process, because each check reads the whole table of connections; every 30 s. */
const vanished = new VanishedPeers(onTimer, 30_000);

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
    inputRates: options.inputRates,
    turns: options.turns ?? commonInputTurns,
    grace: options.grace ?? 5000,
    closing: false,
    after,
    stalls: new StalledPeers(after, options.stall ?? 60_000),
    vanished,
    onSlow: options.onSlow ?? (() => {}),
    onError: options.onError ?? throwLater,
    taps: options.taps ?? { tap: options.tap },
    onOver: undefined,
    accepted: false,
  };
}
