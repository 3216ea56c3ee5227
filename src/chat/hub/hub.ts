import type { Clock, Store, WorkTurns } from '#chat/ports.ts';
import { type Answered, PendingAction } from './requests/pending-action.ts';
import { Audience } from './delivery/audience.ts';
import { CatchUp } from './catch-up/catch-up.ts';
import { Deliveries } from './delivery/deliveries.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Ended, Entry, Millis, Seq, Signal } from '#chat/event.ts';
import type { Outcome } from '#chat/outcome.ts';
import { endlessTurn } from './turns/endless-turn.ts';
import { endWhenDone } from './sessions/end-when-done.ts';
import { FairTurns } from './turns/fair-turns.ts';
import { Intake } from './requests/intake.ts';
import { LeavingSeats } from './sessions/leaving-seats.ts';
import { Mail } from './mail/mail.ts';
import type { UnansweredDrafts } from './requests/unanswered-drafts.ts';
import type { OnBug } from './delivery/outgoing.ts';
import { DeliveredPlaces } from './delivery/delivered-places.ts';
import type { AskRates } from './turns/rates.ts';
import { PersonalState } from './personal/personal-state.ts';
import { Portions } from './turns/portions.ts';
import { Roster } from './presence/roster.ts';
import type { Heard } from '#chat/events/personal-events.ts';
import { type Frames, Saying } from './requests/pending.ts';
import type { PostedDraft } from './requests/posted-draft.ts';
import type { Seat } from './seat.ts';
import { Seats } from './sessions/seats.ts';
import type { Answer } from './session.ts';
import { serveSeats, type Serving } from './sessions/serve-seats.ts';
import { sendSignal, signalSender } from './delivery/send-signal.ts';

export interface HubOptions {
  /** The last seq that earlier runs have delivered. */
  readonly shown: Seq;
  readonly store: Store;
  readonly drafts: UnansweredDrafts;
  readonly clock: Pick<Clock, 'elapsed' | 'after' | 'now'>;
  readonly onBug: OnBug;
  /** Ends a session as if its peer had disconnected. */
  readonly close: (seat: Seat) => void;
  /** For its account: up to where private messages were written to the session's peer, and what it has heard. */
  readonly report: (seat: Seat, delivered: Seq | undefined, heard: Heard | undefined) => void;
  /** Resolves after `ms`, when other work has had its turn. */
  readonly pause?: ((ms: Millis) => Promise<void>) | undefined;
  /** See `Intake`. */
  readonly rates?: AskRates | undefined;
  readonly loop?: WorkTurns | undefined;
  /** See `Deliveries`. */
  readonly writesAtOnce?: number | undefined;
}

/**
 * Delivers to sessions. Knows the sessions of this node, what each hears, and what each still waits for; all as of the
 * last batch delivered, never of the one under way.
 */
export class Hub {
  readonly seats: Seats = new Seats();
  readonly audience: Audience = new Audience();
  readonly roster: Roster;
  readonly intake: Intake;
  readonly turns: FairTurns;
  readonly drafts: UnansweredDrafts;
  readonly places: DeliveredPlaces;
  readonly mail: Mail;
  readonly catchUp: CatchUp;
  readonly personal: PersonalState;
  readonly store: Store;
  readonly #options: HubOptions;
  readonly #watchers: ((entry: Entry) => void)[] = [];
  readonly #onBug: OnBug;
  readonly #deliveries: Deliveries;
  readonly #portions: Portions;
  readonly #leaving: LeavingSeats;

  constructor(options: HubOptions) {
    const { shown, onBug, clock, rates, pause = async () => {}, loop = endlessTurn, store, close, report } = options;
    this.#options = options;
    this.drafts = options.drafts;
    this.roster = new Roster(options.store);
    this.places = new DeliveredPlaces(shown);
    this.#onBug = onBug;
    this.#leaving = new LeavingSeats(clock, (seat) => this.remove(seat));
    this.#deliveries = new Deliveries({ ...options, hub: this, done: (delivery) => this.#clear(delivery) });
    this.intake = new Intake({ onBug, clock, rates, turns: loop, awaitRoom: (seat) => this.turns.add(seat) });
    const afterBatch = (run: () => void): void => this.afterBatch(run);
    this.#portions = new Portions({ clock, loop, afterBatch, excludeTime: (ms) => this.intake.excludeTime(ms) });
    const serving: Serving = { hub: this, hand: (fill) => this.#deliveries.hand(fill), onBug };
    this.turns = new FairTurns({
      elapsed: () => clock.elapsed(),
      pause,
      allows: loop.allows,
      afterBatch,
      serve: (next) => serveSeats(serving, next),
    });
    // One draft says both: a private conversation costs no more than a room.
    const delivered = (seat: Seat, upto: Seq): void => report(seat, upto, this.personal.heardReports.take(seat));
    const heard = (seat: Seat, what: Heard): void => report(seat, this.mail.take(seat), what);
    // While a batch is written, not all of it would be reported, and the rest not later.
    const after: Clock['after'] = (ms, call) => clock.after(ms, () => this.afterBatch(call));
    const reporting = { places: this.places, clock: { after, elapsed: () => clock.elapsed() } };
    this.mail = new Mail({ ...reporting, post: delivered });
    this.personal = new PersonalState({ ...reporting, audience: this.audience, post: heard });
    this.store = store;
    const { intake, turns, places, mail, audience, personal } = this;
    const live = (seat: Seat): void => this.#live(seat);
    this.catchUp = new CatchUp({ store, clock, close, intake, turns, places, mail, audience, personal, live });
  }

  /** The last seq that was delivered; see `DeliveredPlaces`. */
  get shown(): Seq {
    return this.places.shown;
  }

  /** As if its peer had disconnected. */
  close(seat: Seat): void {
    this.#options.close(seat);
  }

  /** Calls with every entry that becomes durable from now on. */
  watch(watcher: (entry: Entry) => void): void {
    this.#watchers.push(watcher);
  }

  /** From here to `deliver`, everything that is not part of the batch waits for its end. */
  batchBegins(): void {
    this.#deliveries.batchBegins();
  }

  /** Runs now, or right after the batch under way. */
  afterBatch(run: () => void): void {
    this.#deliveries.after(run);
  }

  /**
   * Delivers a durable batch. Returns, or resolves with, how many seats were written to. `answered`: called before anything is
   * written.
   */
  deliver(outcomes: readonly Outcome[], answered = (): void => {}): number | Promise<number> {
    return this.#deliveries.deliver((delivery) => {
      for (const outcome of outcomes) {
        // A read that waits for an earlier post finds the post.
        this.places.shown = outcome.seq;
        delivery.take(outcome);
        if (outcome.verdict.kind === 'entry') for (const watcher of this.#watchers) watcher(outcome.verdict.entry);
      }
      answered();
    });
  }

  /** Answers drafts that never got into the order, in their turn. */
  settle(all: readonly PostedDraft[], answer: Answer): void {
    this.afterBatch(() =>
      this.#deliveries.hand((delivery) => all.forEach((posted) => delivery.settle(posted, answer))),
    );
  }

  /**
   * Sends something to a session after the answers to its earlier requests, and after the batch under way: during a
   * delivery, a session's last answer may be given and not yet written. If there is nothing to wait for, it is sent at
   * once, but only once a turn: a chunk of a thousand tiny requests must not cost a thousand writes. The others wait for
   * the next turn, count as waiting, and go out in one write.
   */
  say(seat: Seat, bytes: number, frames: Frames): void {
    const { idle } = seat;
    this.intake.add(seat, new Saying(bytes, frames));
    if (!idle) return;
    if (this.#deliveries.running || !this.turns.mayServe(seat)) this.turns.add(seat);
    else this.#answer(seat);
  }

  /** Runs something after the answers to all requests of a session: now if none waits, otherwise in the delivery that gives the last one. */
  afterAnswers(seat: Seat, run: (delivery: Answered, seat: Seat) => void, isLong = false): void {
    this.intake.addUncounted(seat, new PendingAction(run, isLong));
    if (seat.requests.count === 1) this.answer(seat);
  }

  /** Runs something that takes long for a session, after its answers and outside of deliveries: the last in this turn. */
  inTurn(seat: Seat, run: () => void): void {
    const last = (): void => {
      this.turns.exhaust();
      this.afterBatch(run);
    };
    this.afterAnswers(seat, last, true);
  }

  /** Takes nothing more from a session until that is released: its next request depends on what is being done for it. */
  hold(seat: Seat): void {
    seat.requests.holds++;
  }

  release(seat: Seat): void {
    seat.requests.holds--;
    this.afterBatch(() => {
      this.intake.retry(seat);
      if (seat.state === 'ended') endWhenDone(this, seat);
    });
  }

  /** Gives a session its answers that are ready, after the batch under way. */
  answer(seat: Seat): void {
    this.afterBatch(() => this.#answer(seat));
  }

  #answer(seat: Seat): void {
    if (this.seats.has(seat)) this.#deliveries.hand((delivery) => delivery.answer(seat));
  }

  /** A seat that was behind has read everything, and hears live again. */
  #live(seat: Seat): void {
    if (seat.state === 'ended') this.afterBatch(() => endWhenDone(this, seat));
    this.intake.retry(seat);
  }

  /** Does something for each of these sessions, after the batch under way; for very many in several turns of the event loop. */
  each(seats: Iterable<Seat>, run: (seat: Seat) => void): void {
    this.afterBatch(() => this.#portions.each(seats, (seat) => this.#guard(seat, run)));
  }

  /** Sends a signal to these sessions in that way. `isFor`: asked for each when its turn comes. */
  signal(seats: Iterable<Seat>, signal: Signal, isFor: (seat: Seat) => boolean = () => true): void {
    const send = signalSender(signal, this.#onBug);
    this.each(seats, (seat) => {
      if (this.seats.has(seat) && seat.state !== 'gone' && isFor(seat)) send(seat);
    });
  }

  /** Removes a session that never arrived, or whose departure has been delivered. */
  remove(seat: Seat): void {
    this.afterBatch(() => this.#remove(seat));
  }

  /** Called when a dialect's own code threw. */
  failed(error: unknown, seat: Seat): void {
    this.#onBug(error, seat);
  }

  /** The server stops: no session waits longer for its peer. */
  hurry(timeout: Millis): void {
    this.#leaving.hurry(timeout);
  }

  /** The node must stop: every session ends at once. */
  abandon(): void {
    this.#deliveries.abandon();
    for (const seat of [...this.seats.all]) this.#remove(seat);
  }

  #clear(delivery: Delivery): void {
    const { gone, ended } = delivery;
    if (gone.length > 0) this.#portions.each(gone, (seat) => this.#guard(seat, () => this.#leave(seat)));
    if (ended.length > 0) {
      this.#portions.each(ended, ({ seat, signal }) => this.#guard(seat, () => this.end(seat, signal)));
    }
    this.intake.resume();
  }

  /** A fault at one session does not keep the others of its portion from their turn. */
  #guard(seat: Seat, run: (seat: Seat) => void): void {
    try {
      run(seat);
    } catch (error) {
      this.#onBug(error, seat);
    }
  }

  /** The seat's departure is in the order. Its remaining answers are given, if its peer takes them soon. */
  #leave(seat: Seat): void {
    if (seat.idle) this.#remove(seat);
    else if (this.seats.has(seat)) this.#leaving.add(seat);
  }

  /** Tells the session the reason, and ends it. */
  end(seat: Seat, signal: Ended): void {
    if (seat.closing || !this.seats.has(seat)) return;
    sendSignal([seat], signal, this.#onBug);
    this.close(seat);
  }

  #remove(seat: Seat): void {
    if (!this.seats.remove(seat)) return;
    this.#leaving.forget(seat);
    this.catchUp.forget(seat);
    this.mail.forget(seat);
    this.personal.heardReports.forget(seat);
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
