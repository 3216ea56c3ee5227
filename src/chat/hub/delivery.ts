import { type Answering, answerOf, giveAnswers } from './answers.ts';
import type { Audience } from './audience.ts';
import { type Behind, behindFrom } from './behind.ts';
import {
  type Asked,
  type Entry,
  isImported,
  isKept,
  type Outcome,
  type RoomRef,
  type Seq,
  type Signal,
  type Verdict,
} from '#chat/event.ts';
import { Hearing } from './hearing.ts';
import type { Mail } from './mail.ts';
import type { Outgoing } from './outgoing.ts';
import type { OwnDrafts } from './own-drafts.ts';
import type { Recent } from './recent.ts';
import type { Posted, Seat } from './seat.ts';
import { Showing } from './showing.ts';
import type { Answer } from './session.ts';

/** What a delivery moves: the hub's own. */
export interface Delivering extends Answering {
  readonly audience: Audience;
  /** The last place that was taken. */
  readonly shown: Seq;
  readonly drafts: OwnDrafts;
  readonly mail: Mail | undefined;
  /** Entries that no room's history finds, as long as somebody needs them. */
  readonly recent: Recent;
  readonly remembers: boolean;
  fallBehind(seat: Seat, behind: Behind): void;
}

type Came = Asked & { kind: 'came' };
type Ended = Signal & { kind: 'ended' };

/**
 * One batch on its way to those who hear it. Walks the outcomes in their order, keeping who hears what as they change
 * it, and gathers what each seat gets; `finish` hands it out, one write a seat.
 */
export class Delivery {
  readonly out: Outgoing;
  readonly #hub: Delivering;
  readonly #audience: Audience;
  readonly #hearing: Hearing;
  readonly #showing: Showing;
  readonly gone: Seat[] = [];
  /** Those that were replaced, or came by a credential that counts no more. */
  readonly ended: { readonly seat: Seat; readonly why: Ended['why'] }[] = [];

  constructor(hub: Delivering, out: Outgoing) {
    this.#hub = hub;
    this.#audience = hub.audience;
    this.#hearing = new Hearing(hub.audience, out, hub.shown);
    this.#showing = new Showing(hub.audience, this.#hearing, out, hub.mail);
    this.out = out;
  }

  take(outcome: Outcome): void {
    const { seq, draft, verdict } = outcome;
    if (verdict.kind === 'repeated') return;
    this.#hearing.at = seq;
    const posted = this.#hub.drafts.find(draft);
    const asker = posted?.seat;
    if (verdict.kind === 'entry') this.#entry(verdict, asker);
    else if (verdict.kind === 'already' && asker) this.#already(verdict, asker, draft.event.kind === 'came');
    if (draft.event.kind === 'came') this.#arrived(outcome, draft.event, asker);
    if (posted) this.settle(posted, answerOf(verdict), seq);
  }

  /** Behind the coming: what waited for an account, and the end of the sessions it replaces. */
  #arrived({ seq, verdict }: Outcome, { alone }: Came, asker: Seat | undefined): void {
    if (verdict.kind !== 'entry' && verdict.kind !== 'already') return;
    // What it missed as a guest is read as that guest.
    if (asker?.behind) this.#hub.fallBehind(asker, behindFrom(asker, seq));
    if (asker?.account) this.#hub.mail?.came(asker, seq);
    if (alone?.policy !== 'replace') return;
    const user = verdict.kind === 'entry' ? verdict.entry.from : verdict.user;
    for (const seat of this.#audience.seatsOf(user.id)) {
      if (seat !== asker && seat.rules.listener === alone.listener) this.ended.push({ seat, why: 'replaced' });
    }
  }

  /** Gives a draft its answer, and whatever waited behind it. `seq`: its place, if it got one. */
  settle(posted: Posted, answer: Answer, seq: Seq = 0): void {
    if (posted.settled) return;
    const { seat } = posted;
    posted.answer = answer;
    posted.settled = true;
    posted.seq = seq;
    this.#hub.drafts.settle(posted);
    if (posted.event.kind === 'went') return this.#part(seat);
    this.answer(seat);
    if (!posted.given && !seat.behind && seat.session.pushes) this.#fallBehind(seat);
  }

  /** Gives a seat the answers whose turn has come. */
  answer(seat: Seat): void {
    giveAnswers(seat, this.#hub, this.out);
    if (seat.gone && seat.idle) this.gone.push(seat);
  }

  /** Writes; calls with each seat that was written to. */
  finish(written: (seat: Seat) => void): number {
    this.#hearing.spread();
    return this.out.flush(written);
  }

  /** An answer is held back, so what comes behind it in the order must wait for it. */
  #fallBehind(seat: Seat): void {
    this.#hearing.cutAll(seat);
    this.#hub.fallBehind(seat, behindFrom(seat, this.#hearing.at));
  }

  #entry(verdict: Verdict & { kind: 'entry' }, asker: Seat | undefined): void {
    const { entry, rooms, pair } = verdict;
    if (isImported(entry)) return;
    const [room] = rooms;
    if (asker && entry.event.kind === 'came' && entry.event.was) this.#hearing.part(asker);
    asker?.behind?.answered.add(entry.seq);
    const inOne = pair !== undefined || (room !== undefined && rooms.length === 1);
    const isFound = inOne && entry.room !== undefined && isKept(entry.event);
    if (this.#hub.remembers && !isFound) this.#hub.recent.add({ entry, rooms, own: !inOne });
    if (pair) this.#showing.inPrivate(entry, pair, asker);
    else if (room !== undefined && rooms.length === 1) this.#showing.inRoom(entry, room, asker);
    else this.#showing.inMany(entry, rooms, asker);
    // In many rooms, it has reached all of the user's seats already.
    this.#moved(entry, asker, rooms.length === 1);
  }

  /** What an entry changes in who hears: from its own place in the order on. */
  #moved(entry: Entry, asker: Seat | undefined, inOne: boolean): void {
    const { event, from, room } = entry;
    if (event.kind === 'came') {
      if (asker) {
        asker.account = !event.guest;
        this.#hearing.come(asker, from.id, room, event.memberships);
      }
      if (event.joined && room) this.#joined(entry, room, asker, inOne);
    } else if (event.kind === 'joined' && room) {
      this.#joined(entry, room, asker, true);
    } else if (event.kind === 'left' && room) {
      for (const seat of this.#audience.seatsOf(from.id)) this.#hearing.mute(seat, room.id);
    } else if (event.kind === 'registered' || event.kind === 'unregistered' || event.kind === 'credential') {
      this.#accountMoved(from.id, event.kind);
    }
  }

  #accountMoved(user: number, how: 'registered' | 'unregistered' | 'credential'): void {
    for (const seat of this.#audience.seatsOf(user)) {
      seat.account = how !== 'unregistered';
      if (!seat.account) seat.behind?.leaveInbox();
      if (how !== 'registered') this.ended.push({ seat, why: 'credential' });
    }
  }

  /** The user's other seats begin to hear the room with the entry that joined it. */
  #joined(entry: Entry, room: RoomRef, asker: Seat | undefined, show: boolean): void {
    for (const seat of this.#audience.seatsOf(entry.from.id)) {
      if (seat === asker) this.#hearing.hear(seat, room.id);
      else if (this.out.hears(seat, room) && this.#hearing.hear(seat, room.id, this.#hearing.at - 1) && show)
        this.#showing.one(seat, entry);
    }
  }

  #already(verdict: Verdict & { kind: 'already' }, asker: Seat, came: boolean): void {
    if (came) {
      // A guest's name is its alone: who is here already has an account.
      asker.account = true;
      this.#hearing.come(asker, verdict.user.id, verdict.room, verdict.memberships);
    } else if (verdict.room) this.#hearing.hear(asker, verdict.room.id);
  }

  /** It hears nothing any more; it is over when it has been given the answers that still wait. */
  #part(seat: Seat): void {
    this.#hearing.part(seat);
    seat.behind?.end(this.#hearing.at);
    seat.gone = true;
    this.answer(seat);
    if (!seat.idle) this.gone.push(seat);
  }
}
