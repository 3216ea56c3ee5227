import { InputAllowance, type InputRates, LinkAllowance, perRead } from './input-rates.ts';
import type { SharedTurns, TurnReader } from './turn-reader.ts';

export type { SharedTurns, TurnReader };

/** Bytes that the links of one address hand over within a turn of the event loop, before they take turns. */
const perTurn = 512 * 1024;
/**
 * Turns are counted from these bytes on: an address that reads less in many turns costs nothing at the end of each. What it has
 * read before counts for the first turn that is counted.
 */
const countedFrom = 64 * 1024;
/** Links of one address that read in a turn then: each reads at most 64 kB. */
const linksPerTurn = 8;
/** Bytes of input that all links may hold unread by their readers; above that, links of addresses that hold some are not read. */
export const maxHeldInAll: number = 64 * 1024 * 1024;
/** The same for the links of one address: an eighth. Above that, none of them is read. */
export const maxHeld: number = maxHeldInAll / 8;
/** Where rates are limited, links that have sent much lately leave the rest of that to those that have not. */
const maxHeldByHeavy = (maxHeld * 3) / 4;

/**
 * Bytes of unfinished messages that all links may hold; and of one address. Reading no more would not finish them, so links that
 * hold some are ended. Half of what may be held: the other half is taken sooner or later.
 */
export const maxUnfinishedInAll: number = maxHeldInAll / 2;
export const maxUnfinished: number = maxHeld / 2;
/** A link that holds no more than this is not ended. */
const leastEnded = 1024;

/** The links of one address that read, or wait for their turn to read. */
export class AddressTurns {
  readonly #turns: SharedTurns<AddressTurns>;
  readonly #name: string;
  readonly #reading = new Set<TurnReader>();
  readonly #waiting = new Set<TurnReader>();
  /** Those that wait and have sent little lately: they go first, also when the address was too fast. */
  readonly #light = new Set<TurnReader>();
  /** All that have sent much lately were stopped, and none has begun since. */
  #onlyLight = false;
  /** Links that were read too fast. */
  readonly #fast = new Set<TurnReader>();
  readonly #rates: InputRates | undefined;
  readonly #allowance: InputAllowance | undefined;
  /** Links that have entered and not left. */
  links = 0;
  /** Handed over since the last turn that was counted. */
  #bytes = 0;
  /** Held by all its links, unfinished messages included. */
  #held = 0;
  /** Bytes of unfinished messages that its links hold. */
  unfinished = 0;
  /** Its links that hold much of one, those first that have done so for the longest time. */
  readonly #unfinished = new Set<TurnReader>();

  constructor(turns: SharedTurns<AddressTurns>, name: string, rates?: InputRates) {
    this.#turns = turns;
    this.#name = name;
    this.#rates = rates;
    this.#allowance = rates && new InputAllowance(rates.address, turns.elapsed);
  }

  /** The link wants to read: its reader has taken all. */
  start(link: TurnReader): void {
    this.holds(link, 0);
    if (!this.#reading.has(link)) this.wait(link);
  }

  /** The link wants to read, or to be parsed, as soon as it may. */
  wait(link: TurnReader): void {
    if (this.#rates) link.allowance ??= new LinkAllowance(this.#rates.link, this.#turns.elapsed);
    if (link.allowance?.isSpent) {
      this.#fast.add(link);
      return this.#turns.slow(this);
    }
    const mayRead =
      this.#waiting.size + this.#light.size > 0
        ? this.#isLight(link) && this.#light.size === 0 && !this.#isFull() && this.#bytes < perTurn
        : !this.#mustWait;
    if (mayRead) return this.#begin(link);
    this.#queue(link);
    this.#wake();
  }

  /** The link stops reading for now. `held`: bytes of memory of what its reader has not taken. */
  stop(link: TurnReader, held: number): void {
    this.holds(link, held);
    this.#reading.delete(link);
    this.#waiting.delete(link);
    this.#light.delete(link);
    this.#fast.delete(link);
  }

  /** The link stops reading for now; if it waits to be parsed, it still waits. */
  pause(link: TurnReader, held: number): void {
    this.holds(link, held);
    this.#reading.delete(link);
  }

  /** The link goes on reading in the next turn. */
  yields(link: TurnReader): void {
    if (!this.#reading.delete(link)) return;
    link.stopReading();
    this.#queue(link);
    this.#wake();
  }

  /** The link is over. */
  leave(link: TurnReader): void {
    this.stop(link, 0);
    this.keeps(link, 0);
    if (--this.links === 0) this.#turns.forget(this.#name, this);
  }

  /**
   * The link's reader now holds this many bytes of an unfinished message. Where its address, or all links, hold too many, those that
   * hold one for the longest time are ended.
   */
  keeps(link: TurnReader, bytes: number): void {
    const more = bytes - link.unfinished;
    link.unfinished = bytes;
    this.unfinished += more;
    this.#held += more;
    if (bytes > leastEnded) this.#unfinished.add(link);
    else this.#unfinished.delete(link);
    this.#turns.holdsUnfinished(more);
    while (this.unfinished > maxUnfinished && this.endUnfinished()) continue;
    if (more < 0) this.#wakeIfRoom();
  }

  /** Ends one link that holds an unfinished message. False: no link holds one. */
  endUnfinished(): boolean {
    for (const link of this.#unfinished) {
      this.#unfinished.delete(link);
      link.endUnfinished(leastEnded);
      return true;
    }
    return false;
  }

  /** None of its links may begin to read, but those that have sent little lately. */
  get #mustWait(): boolean {
    return this.#allowance?.isSpent === true || this.#isFull(this.#rates ? maxHeldByHeavy : maxHeld);
  }

  /** Not even those that have sent little lately may begin to read. */
  #isFull(most = maxHeld): boolean {
    return this.#held >= most || (this.#held > 0 && this.#turns.isFull);
  }

  #isLight({ allowance }: TurnReader): boolean {
    const now = this.#turns.elapsed;
    return (this.#held < maxHeldByHeavy ? allowance?.isLight(now) : allowance?.isProven(now)) ?? false;
  }

  #queue(link: TurnReader): void {
    if (!this.#isLight(link)) this.#waiting.add(link);
    else if (!this.#waiting.has(link)) this.#light.add(link);
  }

  /** True: some that wait may go on in the next turn. */
  #wakeIfRoom(): boolean {
    const may = (this.#waiting.size > 0 && !this.#mustWait) || (this.#light.size > 0 && !this.#isFull());
    if (may) this.#turns.touch(this);
    return may;
  }

  #wake(): void {
    if (!this.#wakeIfRoom()) this.#awaitRoom();
  }

  /** Its reader has left this many bytes of memory of its input. */
  holds(link: TurnReader, bytes: number): void {
    const more = bytes - link.held;
    this.#held += more;
    link.held = bytes;
    if (more !== 0) this.#turns.holds(more);
    this.#wakeIfRoom();
  }

  /** The link has read. */
  took(link: TurnReader, bytes: number): void {
    const before = this.#bytes;
    this.#bytes += bytes;
    if (before < countedFrom && this.#bytes >= countedFrom) this.#turns.touch(this);
    link.readIn = this.#turns.turn;
    if (this.#reading.size > 1) {
      if (this.#bytes >= perTurn || this.#isFull()) this.#stop(() => true);
      else if (this.#mustWait) this.#stopHeavy(link);
    }
    if (link.allowance) this.spend(link, bytes + perRead);
  }

  /** Input of the link has this cost. If that is more than its rate, it waits; or all links of its address do. */
  spend(link: TurnReader, cost: number): void {
    const own = link.allowance?.spend(cost) ?? true;
    const all = this.#allowance?.spend(cost) ?? true;
    if (!own || !all) this.#limitRead(link);
  }

  /** Whether what was read of the link may be parsed now; else it calls `wait`. */
  mayParse(link: TurnReader): boolean {
    return !link.allowance?.isSpent && (!this.#allowance?.isSpent || this.#isLight(link));
  }

  #limitRead(link: TurnReader): void {
    const now = this.#turns.elapsed;
    if (link.allowance?.refill(now) === false && this.#reading.delete(link)) {
      link.stopReading();
      this.#fast.add(link);
      this.#turns.slow(this);
    }
    if (this.#allowance?.refill(now) === false) this.#stopHeavy(link);
  }

  /** Lets those go on that have waited long enough. True: others have not. */
  look(now: number): boolean {
    const isSpent = this.#allowance?.refill(now) === false;
    for (const link of this.#fast) {
      if (link.allowance?.refill(now) === false) continue;
      this.#fast.delete(link);
      this.#queue(link);
    }
    this.#wakeIfRoom();
    return this.#fast.size > 0 || (isSpent && this.#waiting.size > 0);
  }

  /** Whether its allowance is full, as that of a new address is. */
  isAsNew(now: number): boolean {
    return this.#allowance?.isFull(now) ?? true;
  }

  /** Stops those that have sent much lately; `last` has read just now. */
  #stopHeavy(last: TurnReader): void {
    if (!this.#onlyLight) this.#stop((link) => !this.#isLight(link));
    else if (!this.#isLight(last)) this.#stop((link) => link === last, [last]);
  }

  /** Those that have read in this turn come last. */
  #stop(which: (link: TurnReader) => boolean, among: Iterable<TurnReader> = this.#reading): void {
    const { turn } = this.#turns;
    const stopped = [...among].filter((link) => this.#reading.has(link) && which(link));
    for (const link of stopped) {
      this.#reading.delete(link);
      link.stopReading();
      if (link.readIn !== turn) this.#queue(link);
    }
    for (const link of stopped) if (link.readIn === turn) this.#queue(link);
    this.#onlyLight = true;
    this.#wake();
  }

  nextTurn(): void {
    this.#bytes = 0;
    this.#beginSome(this.#light, linksPerTurn, () => !this.#isFull());
    // Where little may be read, no link reads twice while others wait, and none begins and has to stop before it has read.
    const most = Math.min(linksPerTurn, this.#allowance?.readsLeft ?? linksPerTurn);
    if (most < linksPerTurn && this.#waiting.size > 0 && !this.#onlyLight) this.#stop((link) => !this.#isLight(link));
    this.#beginSome(this.#waiting, most, () => !this.#mustWait);
    this.#wake();
  }

  #beginSome(links: Set<TurnReader>, most: number, may: () => boolean): void {
    let begun = 0;
    for (const link of links) {
      if (begun === most || !may()) return;
      if (links === this.#light && !this.#isLight(link)) {
        this.#light.delete(link);
        this.#waiting.add(link);
        continue;
      }
      begun++;
      this.#begin(link);
    }
  }

  /** A full address goes on when its readers have taken something; or those of others, if it has not reached its own bound. */
  #awaitRoom(): void {
    if (this.#waiting.size + this.#light.size === 0) return;
    if (this.#allowance?.isSpent) this.#turns.slow(this);
    if (this.#held < maxHeld && this.#isFull()) this.#turns.awaitSpace(this);
  }

  #begin(link: TurnReader): void {
    if (this.#onlyLight && !this.#isLight(link)) this.#onlyLight = false;
    this.#waiting.delete(link);
    this.#light.delete(link);
    this.#reading.add(link);
    link.startReading();
  }
}
