import { type Answering, answerOf, giveAnswers } from '#chat/hub/requests/answers.ts';
import type { Answered, Represented } from '#chat/hub/requests/pending-action.ts';
import type { Audience } from './audience.ts';
import { behindFrom } from '#chat/hub/catch-up/behind-from.ts';
import type { CatchUp } from '#chat/hub/catch-up/catch-up.ts';
import type { AccountChanged, Effect, MemberMoved, SessionMoved } from '#chat/effect.ts';
import { type Ended, type Entry, isImported, type RoomId, type Seq, type UserId } from '#chat/event.ts';
import { type Accepted, effectsOf, type Outcome, type Verdict } from '#chat/outcome.ts';
import type { Format } from '#chat/hub/format.ts';
import { arrivedAt, hearsFrom } from '#chat/hub/personal/heard-since.ts';
import { membersTold } from './members-told.ts';
import { RoomSegments } from './room-segments.ts';
import type { Mail } from '#chat/hub/mail/mail.ts';
import type { Outgoing } from './outgoing.ts';
import type { UnansweredDrafts } from '#chat/hub/requests/unanswered-drafts.ts';
import type { Store } from '#chat/ports.ts';
import type { PersonalEffect } from '#chat/events/personal-events.ts';
import type { PersonalState } from '#chat/hub/personal/personal-state.ts';
import { isPersonal, signalOf } from '#chat/hub/personal/personal-signal.ts';
import type { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { EntryDelivery } from './entry-delivery.ts';
import { successions } from './successions.ts';
import type { Answer } from '#chat/hub/session.ts';
import { maxDirects } from '#chat/readable/unread.ts';

/** The parts of the hub that a delivery changes. */
export interface Delivering extends Answering {
  readonly audience: Audience;
  readonly roster: Roster;
  readonly drafts: UnansweredDrafts;
  readonly catchUp: CatchUp;
  readonly mail: Mail;
  readonly personal: PersonalState;
  readonly store: Pick<Store, 'member' | 'directs' | 'ignored'>;
}

const none: readonly number[] = [];

/**
 * Delivers one batch to the seats that hear it. Takes the outcomes in their order, updates who hears what, and collects
 * what each seat gets in `out`, which is flushed with one write per seat.
 */
export class Delivery implements Answered {
  readonly out: Outgoing;
  readonly #hub: Delivering;
  readonly #audience: Audience;
  readonly #segments: RoomSegments;
  readonly #entries: EntryDelivery;
  readonly gone: Seat[] = [];
  /** Sessions that were replaced, kicked or banned, or logged in with an old credential, and what they are told. */
  readonly ended: { readonly seat: Seat; readonly signal: Ended }[] = [];

  constructor(hub: Delivering, out: Outgoing) {
    this.#hub = hub;
    this.#audience = hub.audience;
    this.#segments = new RoomSegments(hub.audience, out, hub.places.shown);
    this.#entries = new EntryDelivery({
      audience: hub.audience,
      segments: this.#segments,
      out,
      mail: hub.mail,
      personal: hub.personal,
      store: hub.store,
    });
    this.out = out;
  }

  take(outcome: Outcome): void {
    const { seq, draft, verdict } = outcome;
    if (verdict.kind === 'repeated') return;
    this.#segments.at = seq;
    const posted = this.#hub.drafts.find(draft);
    // The holder of a grant without a session hears nothing: the user's sessions are told as of another session.
    const asker = posted?.as && !posted.seat.acting ? undefined : posted?.seat;
    const { roster } = this.#hub;
    const effects = effectsOf(verdict);
    // Found before the effects: a room that is closed has no members after that.
    const members = verdict.kind === 'entry' && effects ? membersTold(verdict, roster) : none;
    if (effects) roster.apply(effects);
    if (verdict.kind === 'entry') this.#entry(verdict, asker, members);
    else this.#apply(effects, asker);
    if (posted) this.settle(posted, this.#answerTo(posted.seat, verdict), seq);
  }

  /** An answer says that the receiver is away only once in a while: see `AwayNotices`. */
  #answerTo(seat: Seat, verdict: Verdict): Answer {
    const answer = answerOf(verdict);
    if (verdict.kind !== 'entry' || verdict.away === undefined || answer.kind !== 'entry') return answer;
    const { personal, store } = this.#hub;
    return { ...answer, away: personal.awayNotices.textFor(seat, verdict, store.ignored(verdict.entry.from.id)) };
  }

  /** Gives a draft its answer, and the answers that waited for it. `seq`: its place, if it got one. */
  settle(posted: PostedDraft, answer: Answer, seq: Seq = 0): void {
    if (posted.settled) return;
    const { seat } = posted;
    posted.answer = answer;
    posted.settled = true;
    posted.seq = seq;
    this.#hub.drafts.settle(posted);
    if (posted.event.kind === 'went') return this.#part(seat);
    this.answer(seat);
    if (!posted.given && !seat.behind && seat.format.pushes) this.#fallBehind(seat);
  }

  /** Gives a seat its answers that are ready. */
  answer(seat: Seat): void {
    giveAnswers(seat, this.#hub, this);
    if (seat.state === 'gone' && seat.idle) this.gone.push(seat);
  }

  /** The seat hears in another format from here on. */
  become(seat: Seat, format: Format): void {
    this.#segments.become(seat, format);
  }

  /** The seat of a bot hears what its account hears, from here on. The account does not become present by that. */
  represent(seat: Seat, { user, rooms, ignored }: Represented): void {
    seat.account = true;
    this.#hub.personal.ignorers.come(user, ignored);
    arrivedAt(seat, this.#segments.at);
    this.#segments.come(seat, user, 0, rooms);
  }

  /** The seat stops hearing a room; its user stays a member. */
  mute(seat: Seat, room: RoomId): void {
    this.#segments.mute(seat, room);
    this.#segments.leave(seat, room);
  }

  /** All outcomes are taken: gives each room's bytes to all who hear it. */
  spread(): void {
    this.#segments.spread();
    if (this.#segments.said) this.#hub.personal.heardReports.said();
  }

  /** An answer is held back, so everything after it in the order must wait for it. */
  #fallBehind(seat: Seat): void {
    this.#segments.cutAll(seat);
    this.#hub.catchUp.fallBehind(seat, behindFrom(seat, this.#segments.at));
  }

  #entry(verdict: Accepted, asker: Seat | undefined, members: readonly UserId[]): void {
    const { entry, kept, room, rooms = none, each, effects, pair } = verdict;
    if (isImported(entry)) return;
    if (effects && asker) this.#changeUser(effects, asker);
    asker?.behind?.answered.add(entry.seq);
    const isFound = kept && room !== 0 && entry.room !== undefined;
    if (this.#hub.catchUp.remembers && !isFound) {
      this.#hub.catchUp.recent.add({ entry, rooms: room === 0 ? rooms : [room], each, own: room === 0 && !each });
    }
    if (pair) this.#entries.inPrivate(entry, pair, asker);
    else if (room !== 0) this.#entries.inRoom(entry, room, asker, members);
    else if (each) this.#entries.inEach(entry, rooms, asker);
    else this.#entries.inMany(entry, rooms, asker);
    // An entry told once for many rooms has reached all of the user's seats already.
    this.#apply(effects, asker, room === 0 && !each ? undefined : entry);
    if (effects) for (const told of successions(verdict, this.#hub.roster)) this.#entry(told, undefined, none);
  }

  /** A session that becomes another user hears nothing more as the old one, this entry included. */
  #changeUser(effects: readonly Effect[], asker: Seat): void {
    for (const effect of effects) {
      if (effect.kind === 'session' && effect.user !== 0 && effect.was !== 0) this.#unseat(asker);
    }
  }

  /**
   * Changes who hears what, from the place of these effects on. `entry`: shown to sessions that begin to hear a room without
   * asking.
   */
  #apply(effects: readonly Effect[] | undefined, asker: Seat | undefined, entry?: Entry): void {
    if (!effects) return;
    for (const effect of effects) {
      if (effect.kind === 'session') this.#sessionMoved(effect, asker);
      else if (effect.kind === 'member') this.#memberMoved(effect, asker, entry);
      else if (effect.kind === 'roomClosed') this.#segments.close(effect.room.id);
      else if (effect.kind === 'roomName') this.#segments.rename(effect.room, effect.before);
      else if (effect.kind === 'hearing' && asker && asker.user !== 0) this.#beginsToHear(asker, effect.room);
      else if (effect.kind === 'account') this.#accountChanged(effect);
      else if (isPersonal(effect)) this.#tellOwn(effect, asker);
      else if (effect.kind === 'sessionsEnded') this.#sessionsEnded(effect);
      else if (effect.kind === 'token' && effect.change === 'revoked') this.#grantEnded(effect);
    }
  }

  /** After an arrival: the account's waiting mail, and the end of the sessions it replaces. For a departure see `#part`. */
  #sessionMoved(
    { user, guest, entered, rooms, replaces, ignored, device }: SessionMoved,
    asker: Seat | undefined,
  ): void {
    if (user === 0) return;
    if (asker) {
      asker.account = !guest;
      asker.grant = device;
      this.#hub.personal.ignorers.come(user, ignored);
      arrivedAt(asker, this.#segments.at);
      if (asker.account) this.#hub.personal.heardReports.add(asker);
      this.#segments.come(asker, user, entered, rooms);
      // Entries it missed as a guest are read as that guest.
      if (asker.behind) this.#hub.catchUp.fallBehind(asker, behindFrom(asker, this.#segments.at));
      if (asker.account) this.#hub.catchUp.arrived(asker, this.#segments.at);
    }
    if (replaces === undefined) return;
    for (const seat of this.#audience.seatsOf(user)) {
      if (seat !== asker && !seat.acting && seat.rules.listener === replaces)
        this.#end(seat, { kind: 'ended', why: 'replaced' });
    }
  }

  /** The user's other seats begin to hear the room with the entry that joined it. */
  #memberMoved({ room, user, role }: MemberMoved, asker: Seat | undefined, entry?: Entry): void {
    for (const seat of this.#audience.seatsOf(user)) {
      if (role === undefined) this.#segments.mute(seat, room.id);
      else if (seat === asker) this.#segments.ask(seat, room.id);
      else if (this.#segments.wants(seat, room) && this.#segments.hear(seat, room.id, this.#segments.at - 1) && entry)
        this.#entries.one(seat, entry, room.id);
    }
    // A user who was removed by another still wishes to hear the room, if it joins again.
    if (role === undefined && asker?.user === user) this.#segments.leave(asker, room.id);
  }

  /** The seat's user is a member already, and may have unread messages there. */
  #beginsToHear(seat: Seat, room: RoomId): void {
    const began = !seat.heard.includes(room);
    this.#segments.ask(seat, room);
    if (began) hearsFrom(seat, room, this.#segments.at);
  }

  /** Tells the user's other sessions that keep up with what it has read, and so on. */
  #tellOwn(effect: PersonalEffect, asker: Seat | undefined): void {
    const seats = this.#audience.seatsOf(effect.user);
    // Of users without sessions here nothing is known: what they ignore comes with their arrival.
    if (effect.kind === 'ignored' && seats.length > 0) this.#hub.personal.ignorers.apply(effect);
    if (effect.kind === 'cursor') this.#hub.personal.heardReports.moved(effect, seats, this.#segments.at);
    const signal = signalOf(effect);
    if (!signal) return;
    for (const seat of seats) {
      if (seat !== asker && seat.format.reads === true) this.out.tell(seat, signal);
    }
  }

  #accountChanged({ user, change }: AccountChanged): void {
    for (const seat of this.#audience.seatsOf(user.id)) {
      seat.account = change !== 'removed';
      if (change === 'made') this.#becameAccount(seat);
      if (!seat.account) seat.behind?.leaveInbox();
      if (change !== 'made') this.#end(seat, { kind: 'ended', why: 'credential' });
    }
  }

  /** What was said to the guest in private is reported, too. */
  #becameAccount(seat: Seat): void {
    const { personal, store } = this.#hub;
    personal.heardReports.add(seat);
    for (const room of seat.takesPrivate ? store.directs(seat.user, maxDirects) : none)
      personal.heardReports.told(seat, room);
  }

  #sessionsEnded({ user, ...how }: Effect & { kind: 'sessionsEnded' }): void {
    const signal = { ...how, kind: 'ended' } as const;
    for (const seat of this.#audience.seatsOf(user)) this.#end(seat, signal);
  }

  /** The sessions that have logged in by the device, or are those of the bot, end. */
  #grantEnded({ id, account }: Effect & { kind: 'token'; change: 'revoked' }): void {
    if (account === 0) return;
    for (const seat of this.#audience.seatsOf(account)) {
      if (seat.grant === id) this.#end(seat, { kind: 'ended', why: 'logged-out' });
    }
  }

  /** A bot hears nothing from here on; a person's session, until its departure. */
  #end(seat: Seat, signal: Ended): void {
    if (seat.acting) {
      seat.behind?.end(this.#segments.at);
      this.#unseat(seat);
    }
    this.ended.push({ seat, signal });
  }

  /** The seat hears nothing any more, and belongs to no user. */
  #unseat(seat: Seat): void {
    const { user } = seat;
    this.#segments.part(seat);
    if (this.#audience.seatsOf(user).length === 0) this.#hub.personal.ignorers.forget(user);
  }

  /** The seat hears nothing any more, and is over when its waiting answers are given. */
  #part(seat: Seat): void {
    this.#unseat(seat);
    seat.behind?.end(this.#segments.at);
    seat.state = 'gone';
    this.answer(seat);
    if (!seat.idle) this.gone.push(seat);
  }
}
