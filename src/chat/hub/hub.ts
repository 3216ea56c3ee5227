import type { Clock, Store } from '#chat/ports.ts';
import type { Answered } from './answers.ts';
import { Audience } from './audience.ts';
import { CatchUp } from './catch-up.ts';
import { Delivery } from './delivery.ts';
import type { Entry, Millis, Seq, Signal } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import { endWhenDone } from './ending.ts';
import { FairTurns } from './fair-turns.ts';
import { GatheredPool } from './gathered.ts';
import { Intake } from './intake.ts';
import { Mail } from './mail.ts';
import type { OwnDrafts } from './own-drafts.ts';
import { type OnBug, Outgoing } from './outgoing.ts';
import { Places } from './places.ts';
import type { AskRates } from './rates.ts';
import { Roster } from './roster.ts';
import { Deed, type Frames, type Posted, Saying } from './pending.ts';
import type { Seat } from './seat.ts';
import { Seats } from './seats.ts';
import type { Answer } from './session.ts';
import { sendSignal } from './signals.ts';
import { UnderWay } from './under-way.ts';

export interface HubOptions {
  /** The last seq that earlier runs have shown. */
  readonly shown: Seq;
  readonly store: Store;
  readonly drafts: OwnDrafts;
  readonly clock: Pick<Clock, 'elapsed' | 'after'>;
  readonly onBug: OnBug;
  /** Ends a session as if its peer had gone. */
  readonly close: (seat: Seat) => void;
  /** What was said to an account in private was written to its peer, up to here. */
  readonly delivered: (seat: Seat, upto: Seq) => void;
  /** Resolves a moment later, when others have had their turn. */
  readonly breathe?: ((ms: Millis) => Promise<void>) | undefined;
  /** See `Intake`. */
  readonly rates?: AskRates | undefined;
  readonly nextTurn?: ((call: () => void) => void) | undefined;
}

const queueLater = (call: () => void): void => void Promise.resolve().then(call);

/** How long a session that is over may take for what it was still to be given, in ms; and when everybody is to go. */
const lastPatience = 5000;
const hurriedPatience = 1000;

/**
 * Who hears. Knows the sessions of this node, what each of them hears, and what each still waits for; all of it as of
 * the last batch delivered, never of the one under way.
 */
export class Hub {
  readonly seats: Seats = new Seats();
  readonly audience: Audience = new Audience();
  readonly roster: Roster;
  readonly intake: Intake;
  readonly turns: FairTurns;
  readonly drafts: OwnDrafts;
  readonly places: Places;
  readonly mail: Mail;
  readonly catchUp: CatchUp;
  readonly #options: HubOptions;
  readonly #watchers: ((entry: Entry) => void)[] = [];
  readonly #onBug: OnBug;
  readonly #pool = new GatheredPool();
  readonly #underWay = new UnderWay();
  #hurried = false;

  constructor(options: HubOptions) {
    const { shown, onBug, clock, rates, breathe = async () => {}, nextTurn = queueLater } = options;
    this.#options = options;
    this.drafts = options.drafts;
    this.roster = new Roster(options.store);
    this.places = new Places(shown);
    this.#onBug = onBug;
    this.intake = new Intake({ onBug, clock, rates, nextTurn, awaitRoom: (seat) => this.turns.add(seat) });
    this.turns = new FairTurns({
      elapsed: () => clock.elapsed(),
      breathe,
      afterBatch: (run) => this.afterBatch(run),
      serve: (next) => this.#serve(next),
    });
    this.mail = new Mail({ places: this.places, clock, post: options.delivered });
    const { store, close } = options;
    const { intake, turns, places, mail, audience } = this;
    const live = (seat: Seat): void => this.#live(seat);
    this.catchUp = new CatchUp({ store, close, intake, turns, places, mail, audience, live });
  }

  /** The last seq that was delivered; see `Places`. */
  get shown(): Seq {
    return this.places.shown;
  }

  /** Ends a session as if its peer had gone. */
  close(seat: Seat): void {
    this.#options.close(seat);
  }

  /** Calls with every entry that becomes durable from now on. */
  watch(watcher: (entry: Entry) => void): void {
    this.#watchers.push(watcher);
  }

  /** From here to `deliver`, what is not part of the batch waits for its end. */
  batchBegins(): void {
    this.#underWay.begins();
  }

  /** Runs now, or right after the batch under way. */
  afterBatch(run: () => void): void {
    this.#underWay.after(run);
  }

  /** Hands a durable batch to all who hear it. Returns how many seats were written to. */
  deliver(outcomes: readonly Outcome[]): number {
    return this.#hand((delivery) => {
      for (const outcome of outcomes) {
        // A read that waits behind a post finds it.
        this.places.shown = outcome.seq;
        const effects = effectsOf(outcome.verdict);
        if (effects) this.roster.apply(effects);
        delivery.take(outcome);
        if (outcome.verdict.kind === 'entry') for (const watcher of this.#watchers) watcher(outcome.verdict.entry);
      }
    });
  }

  /** Answers a draft that never got into the order, in its turn. */
  settle(posted: Posted, answer: Answer): void {
    this.afterBatch(() => this.#hand((delivery) => delivery.settle(posted, answer)));
  }

  /**
   * Says something to a session behind all it has asked, and behind the batch under way: while that is handed out, a
   * session's last answer may be given and not yet written. Where there is nothing to wait for, it is said on the spot,
   * but only once a turn: a chunk of a thousand tiny questions must not cost a thousand writes. The others wait for
   * the next, count as waiting, and go out as one.
   */
  say(seat: Seat, bytes: number, frames: Frames): void {
    const { idle } = seat;
    this.intake.add(seat, new Saying(bytes, frames));
    if (!idle) return;
    if (this.#underWay.is || !this.turns.mayServe(seat)) this.turns.add(seat);
    else this.#answer(seat);
  }

  /** Does something behind all that a session has asked. */
  do(seat: Seat, run: (delivery: Answered) => void): void {
    this.intake.put(seat, new Deed(run));
    this.answer(seat);
  }

  /** Takes nothing more from a session until that is released: what it asks next depends on what is done for it. */
  hold(seat: Seat): void {
    seat.asking.holds++;
  }

  release(seat: Seat): void {
    seat.asking.holds--;
    this.afterBatch(() => {
      this.intake.retry(seat);
      if (seat.state === 'ended') endWhenDone(this, seat);
    });
  }

  /** Gives a session what waits for nothing any more, behind the batch under way. */
  answer(seat: Seat): void {
    this.afterBatch(() => this.#answer(seat));
  }

  #answer(seat: Seat): void {
    if (this.seats.has(seat)) this.#hand((delivery) => delivery.answer(seat));
  }

  /** Those whose turn it is get their answers, or a portion of what they missed. */
  #serve(next: () => Seat | undefined): readonly Seat[] {
    const more: Seat[] = [];
    const served: Seat[] = [];
    this.#hand((delivery) => {
      for (let seat = next(); seat; seat = next()) {
        if (!this.seats.has(seat)) continue;
        served.push(seat);
        if (this.#give(seat, delivery)) more.push(seat);
      }
    });
    for (const seat of served) this.intake.retry(seat);
    return more.filter((seat) => this.seats.has(seat));
  }

  #give(seat: Seat, delivery: Delivery): boolean {
    const { behind } = seat;
    try {
      const more =
        behind !== undefined &&
        this.turns.make(
          seat,
          () => this.catchUp.readOn(seat, behind, delivery),
          () => seat.gathered?.unsent ?? 0,
        );
      if (!more) delivery.answer(seat);
      return more;
    } catch (error) {
      this.#onBug(error, seat);
      return false;
    }
  }

  /** It has heard everything, and hears what comes. */
  #live(seat: Seat): void {
    if (seat.state === 'ended') this.afterBatch(() => endWhenDone(this, seat));
    this.intake.retry(seat);
  }

  readonly #written = (seat: Seat): void => this.catchUp.written(seat);

  /** To all sessions, come or not, behind the batch under way. */
  signal(signal: Signal): void {
    this.afterBatch(() => sendSignal(this.seats.all, signal, this.#onBug));
  }

  /** A session that never came, or whose going has been delivered. */
  remove(seat: Seat): void {
    this.afterBatch(() => this.#remove(seat));
  }

  /** A dialect's own code threw. */
  failed(error: unknown, seat: Seat): void {
    this.#onBug(error, seat);
  }

  /** Everybody is to go: nobody's peer is waited for long. */
  hurry(): void {
    this.#hurried = true;
  }

  /** The node must stop: every session is over as it stands. */
  abandon(): void {
    for (const seat of [...this.seats.all]) this.#remove(seat);
  }

  /** One delivery at a time: what is asked for while it is handed out comes behind it. */
  #hand(fill: (delivery: Delivery) => void): number {
    const { clock } = this.#options;
    const began = clock.elapsed();
    const delivery = new Delivery(this, new Outgoing(this.#onBug, this.#pool));
    this.#underWay.begins();
    fill(delivery);
    const writes = delivery.finish(this.#written);
    this.places.complete = this.places.shown;
    this.intake.excuse(clock.elapsed() - began);
    this.#underWay.ends();
    this.#clear(delivery);
    return writes;
  }

  #clear(delivery: Delivery): void {
    for (const seat of delivery.gone) this.#leave(seat);
    for (const { seat, why } of delivery.ended) this.#end(seat, why);
    this.intake.resume();
  }

  /** Its going is in the order. What it was still to be given is given, if its peer takes it soon. */
  #leave(seat: Seat): void {
    if (seat.idle) this.#remove(seat);
    else this.#options.clock.after(this.#hurried ? hurriedPatience : lastPatience, () => this.#remove(seat));
  }

  /** Tells it why, and ends it. */
  #end(seat: Seat, why: 'replaced' | 'credential'): void {
    if (seat.closing) return;
    sendSignal([seat], { kind: 'ended', why }, this.#onBug);
    this.close(seat);
  }

  #remove(seat: Seat): void {
    if (!this.seats.remove(seat)) return;
    this.catchUp.forget(seat);
    this.mail.forget(seat);
    this.intake.forget(seat);
    this.turns.forget(seat);
    try {
      seat.session.closed();
    } catch (error) {
      this.#onBug(error, seat);
    }
    this.seats.removed();
  }
}
