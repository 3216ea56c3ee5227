import type { Clock } from '#chat/ports.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Millis } from '#chat/event.ts';

/** The interval of checks. */
export const checkEvery: Millis = 1000;
/** The shortest interval between two pushes of the same state. */
export const pushEvery: Millis = 60_000;
const resolution: Millis = 10;
/** Clients that are notified at a time. */
export const notifiedAtOnce = 40;

/** The limits of overload. It ends below half of both. */
export interface Limits {
  readonly delay: Millis;
  readonly outbox: number;
}

/** A client whose queue counts as load and that is notified of overload. */
export interface LoadClient {
  /** Bytes queued for it. */
  readonly queued: number;
  /** Called when overload begins or ends. `outbox`: the bytes queued for all clients. */
  pushed(overloaded: boolean, outbox: number): void;
}

/** The delays of the event loop, in ns. */
type Delays = Pick<ReturnType<typeof monitorEventLoopDelay>, 'enable' | 'disable' | 'reset' | 'count' | 'max'>;

/** Checks the event loop's delay and the queued bytes, while there are clients. */
export class Load {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #clients = new Set<LoadClient>();
  readonly #toldAt = new Map<boolean, Millis>();
  readonly #measure: () => Delays;
  #histogram: Delays | undefined;
  #lately: Millis = 0;
  #overloaded = false;
  #cancel: () => void = () => {};

  constructor(clock: Clock, limits: Limits, measure: () => Delays = () => monitorEventLoopDelay({ resolution })) {
    this.#clock = clock;
    this.#limits = limits;
    this.#measure = measure;
  }

  add(client: LoadClient): void {
    this.#clients.add(client);
    if (this.#clients.size > 1) return;
    this.#histogram = this.#measure();
    this.#histogram.enable();
    this.#cancel = this.#clock.after(checkEvery, () => this.#look());
  }

  remove(client: LoadClient): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#cancel();
    this.#histogram?.disable();
    this.#histogram = undefined;
    this.#lately = 0;
    this.#overloaded = false;
  }

  /** The highest delay of the event loop in ms, since the last check or in the interval before it. */
  get delay(): Millis {
    return Math.max(this.#lately, this.#late);
  }

  get #outbox(): number {
    let bytes = 0;
    for (const { queued } of this.#clients) bytes += queued;
    return bytes;
  }

  get #late(): Millis {
    const histogram = this.#histogram;
    return histogram && histogram.count > 0 ? Math.max(0, Math.round(histogram.max / 1e6) - resolution) : 0;
  }

  #look(): void {
    this.#cancel = this.#clock.after(checkEvery, () => this.#look());
    this.#lately = this.#late;
    this.#histogram?.reset();
    const outbox = this.#outbox;
    const share = Math.max(this.#lately / this.#limits.delay, outbox / this.#limits.outbox);
    if (this.#overloaded ? share < 0.5 : share >= 1) this.#turn(outbox);
  }

  #turn(outbox: number): void {
    const now = this.#clock.elapsed();
    const overloaded = !this.#overloaded;
    if (now - (this.#toldAt.get(overloaded) ?? -Infinity) < pushEvery) return;
    this.#toldAt.set(overloaded, now);
    this.#overloaded = overloaded;
    this.#tell([...this.#clients], outbox);
  }

  /** A few clients at a time: they may be thousands, and the server is busy. */
  #tell(clients: readonly LoadClient[], outbox: number): void {
    const overloaded = this.#overloaded;
    for (const client of clients.slice(0, notifiedAtOnce))
      if (this.#clients.has(client)) client.pushed(overloaded, outbox);
    if (clients.length > notifiedAtOnce) this.#clock.after(0, () => this.#tell(clients.slice(notifiedAtOnce), outbox));
  }
}
