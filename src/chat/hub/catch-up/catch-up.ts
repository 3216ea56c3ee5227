import { isImported, type Seq, type UserId } from '#chat/event.ts';
import { type Clock, inboxOf, type Store } from '#chat/ports.ts';
import type { Answering } from '#chat/hub/requests/answers.ts';
import type { Answered } from '#chat/hub/requests/pending-action.ts';
import type { Audience } from '#chat/hub/delivery/audience.ts';
import { behindFrom } from './behind-from.ts';
import type { MissedRanges } from './missed-ranges.ts';
import { hasSpace } from '#chat/hub/turns/fair-turns.ts';
import { hearsSince } from '#chat/hub/personal/heard-since.ts';
import { type Reading, readOn } from './missed-entries.ts';
import { type InvitationStore, invitationsTo } from '#chat/hub/mail/invitations.ts';
import type { Mail } from '#chat/hub/mail/mail.ts';
import type { PersonalState } from '#chat/hub/personal/personal-state.ts';
import { RecentEntries } from './recent-entries.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Entries examined to find out whether any of them is mail. */
const maxExamined = 100;

export interface CatchUpOptions extends Answering {
  readonly store: InvitationStore & Pick<Store, 'merged'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly audience: Audience;
  readonly mail: Mail;
  readonly personal: PersonalState;
  /** The session is live again. */
  readonly live: (seat: Seat) => void;
  /** Ends a session with more missed ranges than are kept. */
  readonly close: (seat: Seat) => void;
}

/** The sessions that hear nothing live and read from the store instead: see `MissedRanges`. */
export class CatchUp {
  /** Entries that are in no room's history, while a session needs them. */
  readonly recent: RecentEntries = new RecentEntries();
  readonly #options: CatchUpOptions;
  readonly #from: Reading;
  readonly #behind = new Set<Seat>();

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#from = { ...options, recent: this.recent };
  }

  /** A session is behind, so entries in no room's history have to be remembered. */
  get remembers(): boolean {
    return this.#behind.size > 0;
  }

  /** From now on the session hears nothing live. */
  fallBehind(seat: Seat, behind: MissedRanges): void {
    if (this.#behind.size === 0) this.recent.begin(behind.since);
    this.#behind.add(seat);
    seat.behind = behind;
    this.#options.turns.add(seat);
  }

  /** After a write: whether its peer is too slow to hear live. */
  written(seat: Seat): void {
    if (!seat.format.pushes || seat.behind || seat.user === 0 || hasSpace(seat)) return;
    this.fallBehind(seat, behindFrom(seat, this.#options.places.shown));
  }

  /**
   * An account arrived with the draft of this seq: its waiting mail, and the invitations that it has not heard of, come before
   * anything live.
   */
  arrived(seat: Seat, at: Seq): void {
    if (!seat.format.takesMail || this.#heardElsewhere(seat)) return;
    const { store, clock } = this.#options;
    const inbox = store.account(seat.user)?.delivered ?? at;
    const invited = invitationsTo(store, seat.user, { after: inbox, before: at }, clock.now());
    if (invited.length === 0 && !this.#waits(seat.user, inbox, at)) return;
    const behind = behindFrom(seat, at, { inbox, arriving: true });
    hearsSince(seat, inboxOf(seat.user), inbox);
    for (const entry of invited) behind.tell(entry);
    this.fallBehind(seat, behind);
  }

  /** Reads one portion of what the session missed. Returns whether there is more; if not, it is live. */
  readOn(seat: Seat, behind: MissedRanges, delivery: Answered): boolean {
    const outcome = readOn(this.#from, seat, behind.first, delivery);
    if (outcome === 'lost') this.#options.close(seat);
    if (outcome !== 'done') return outcome === 'more';
    if (behind.before) {
      behind.firstDone();
      return true;
    }
    this.#goLive(seat);
    return false;
  }

  forget(seat: Seat): void {
    this.#behind.delete(seat);
  }

  #goLive(seat: Seat): void {
    this.#behind.delete(seat);
    seat.behind = undefined;
    this.#options.mail.written(seat);
    this.#options.live(seat);
  }

  /** Another session of the account was written all of it already. */
  #heardElsewhere(seat: Seat): boolean {
    const others = this.#options.audience.seatsOf(seat.user);
    return others.some(
      (each) => each !== seat && !each.acting && each.format.takesMail && !each.closing && isComplete(each),
    );
  }

  #waits(account: UserId, after: Seq, before: Seq): boolean {
    const entries = this.#options.store.merged([{ room: inboxOf(account), after, before }], maxExamined);
    return entries.length === maxExamined || entries.some((entry) => entry.from.id !== account && !isImported(entry));
  }
}

const isComplete = (seat: Seat): boolean => !seat.behind && seat.session.outbox.delivered;
