import type { Frame } from '#text/frames.ts';
import { type Answering, answerOf, giveAnswers } from './answers.ts';
import type { Audience } from './audience.ts';
import { type Behind, behindFrom } from './behind.ts';
import {
  type Asked,
  type Entry,
  isImported,
  isKept,
  type Outcome,
  type RoomId,
  type RoomRef,
  type Seq,
  type Signal,
  type UserId,
  type Verdict,
} from '#chat/event.ts';
import type { Mail } from './mail.ts';
import type { Outgoing } from './outgoing.ts';
import type { Recent } from './recent.ts';
import { Posted, type Seat } from './seat.ts';
import { Segment } from './segment.ts';
import type { Settled } from '#chat/order/settled.ts';
import type { Answer } from './session.ts';

/** What a delivery moves: the hub's own. */
export interface Hearing extends Answering {
  readonly audience: Audience;
  /** The last place that was taken. */
  readonly shown: Seq;
  readonly settled: Settled;
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
  readonly #hub: Hearing;
  readonly #audience: Audience;
  readonly #segments = new Map<RoomId, Segment>();
  readonly #mail: Mail | undefined;
  /** The place of the outcome that is taken, or was last. */
  #seq: Seq;
  readonly gone: Seat[] = [];
  /** Those that were replaced, or came by a credential that counts no more. */
  readonly ended: { readonly seat: Seat; readonly why: Ended['why'] }[] = [];

  constructor(hub: Hearing, out: Outgoing) {
    this.#hub = hub;
    this.#audience = hub.audience;
    this.#seq = hub.shown;
    this.#mail = hub.mail;
    this.out = out;
  }

  take(outcome: Outcome): void {
    const { seq, draft, verdict } = outcome;
    if (verdict.kind === 'repeated') return;
    this.#seq = seq;
    const posted = draft instanceof Posted ? draft : undefined;
    const asker = posted?.seat;
    if (verdict.kind === 'entry') this.#entry(verdict, asker);
    else if (verdict.kind === 'already' && asker) this.#already(verdict, asker, draft.event.kind === 'came');
    if (draft.event.kind === 'came') this.#arrived(outcome, draft.event, asker);
    if (posted) this.settle(posted, answerOf(verdict), seq);
  }

  /** Behind the coming: what waited for an account, and the end of the sessions it replaces. */
  #arrived({ seq, verdict }: Outcome, { alone }: Came, asker: Seat | undefined): void {
    if (verdict.kind !== 'entry' && verdict.kind !== 'already') return;
    if (asker?.account) this.#mail?.came(asker, seq);
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
    this.#hub.settled.add(posted.nth);
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
    for (const [room, segment] of this.#segments) this.#spread(room, segment);
    return this.out.flush(written);
  }

  /** An answer is held back, so what comes behind it in the order must wait for it. */
  #fallBehind(seat: Seat): void {
    for (const room of seat.heard) this.#cut(seat, this.#segments.get(room));
    this.#hub.fallBehind(seat, behindFrom(seat, this.#seq));
  }

  #entry(verdict: Verdict & { kind: 'entry' }, asker: Seat | undefined): void {
    const { entry, rooms, pair } = verdict;
    if (isImported(entry)) return;
    const [room] = rooms;
    if (asker && entry.event.kind === 'came' && entry.event.was) this.#unhear(asker);
    asker?.behind?.answered.add(entry.seq);
    const inOne = pair !== undefined || (room !== undefined && rooms.length === 1);
    const isFound = inOne && entry.room !== undefined && isKept(entry.event);
    if (this.#hub.remembers && !isFound) this.#hub.recent.add({ entry, rooms, own: !inOne });
    if (pair) this.#direct(entry, pair, asker);
    else if (room !== undefined && rooms.length === 1) this.#inRoom(entry, room, asker);
    else this.#inMany(entry, rooms, asker);
    // In many rooms, it has reached all of the user's seats already.
    this.#moved(entry, asker, rooms.length === 1);
  }

  /** Into the room's segment; the speaker's own seats hear it in their own way, at its place. */
  #inRoom(entry: Entry, room: RoomId, asker: Seat | undefined): void {
    const segment = this.#segment(room);
    const own = this.#audience.seatsOf(entry.from.id);
    for (const seat of own) if (seat.heard.includes(room)) this.#cut(seat, segment);
    segment.entries.push(entry);
    for (const seat of own) {
      if (!seat.heard.includes(room)) continue;
      segment.marks.set(seat, segment.length);
      if (seat !== asker) this.#show(seat, entry);
    }
  }

  #direct(entry: Entry, pair: readonly [number, number], asker: Seat | undefined): void {
    for (const user of pair) {
      for (const seat of this.#audience.seatsOf(user)) {
        if (seat === asker || !entry.room || !seat.session.takesMail || !this.out.hears(seat, entry.room)) continue;
        if (seat.behind) seat.behind.hearDirect(entry.room.id, entry.seq);
        else this.#hearDirect(seat, entry, user);
      }
    }
  }

  #hearDirect(seat: Seat, entry: Entry, user: UserId): void {
    this.#show(seat, entry);
    if (seat.account && user !== entry.from.id) this.#mail?.written(seat);
  }

  /**
   * Concerns many rooms, or none: reaches each seat once, behind what it heard in those rooms so far. Groups of listeners
   * that do not show it cost nothing.
   */
  #inMany(entry: Entry, rooms: readonly RoomId[], asker: Seat | undefined): void {
    const own = this.#audience.seatsOf(entry.from.id);
    const frames = new Map<Seat, Frame | undefined>();
    for (const seat of own) frames.set(seat, undefined);
    for (const room of rooms) {
      for (const [render, group] of this.#audience.hearing(room)) {
        const frame = this.out.render(render, entry, group);
        if (frame) for (const seat of group) if (!frames.has(seat)) frames.set(seat, frame);
      }
    }
    const spokenIn = rooms.filter((room) => this.#segments.has(room));
    for (const [seat, frame] of frames) {
      for (const room of spokenIn) if (seat.heard.includes(room)) this.#cut(seat, this.#segments.get(room));
      if (seat.behind || seat === asker) continue;
      if (frame) this.out.push(seat, frame);
      else this.#show(seat, entry);
    }
  }

  #show(seat: Seat, entry: Entry): void {
    if (seat.behind) return;
    this.out.show(seat, entry, seat.user === entry.from.id ? 'self' : 'other');
  }

  /** What an entry changes in who hears: from its own place in the order on. */
  #moved(entry: Entry, asker: Seat | undefined, inOne: boolean): void {
    const { event, from, room } = entry;
    if (event.kind === 'came') {
      if (asker) {
        asker.account = !event.guest;
        this.#come(asker, from.id, room, event.memberships);
      }
      if (event.joined && room) this.#joined(entry, room, asker, inOne);
    } else if (event.kind === 'joined' && room) {
      this.#joined(entry, room, asker, true);
    } else if (event.kind === 'left' && room) {
      for (const seat of this.#audience.seatsOf(from.id)) this.#mute(seat, room.id);
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
      if (seat === asker) this.#hear(seat, room.id);
      else if (this.out.hears(seat, room) && this.#hear(seat, room.id, this.#seq - 1) && show) this.#show(seat, entry);
    }
  }

  #already(verdict: Verdict & { kind: 'already' }, asker: Seat, came: boolean): void {
    if (came) {
      // A guest's name is its alone: who is here already has an account.
      asker.account = true;
      this.#come(asker, verdict.user.id, verdict.room, verdict.memberships);
    } else if (verdict.room) this.#hear(asker, verdict.room.id);
  }

  #come(seat: Seat, user: number, entered: RoomRef | undefined, memberships: readonly RoomRef[]): void {
    this.#audience.seat(seat, user);
    for (const room of memberships) {
      if (room.id === entered?.id || this.out.hears(seat, room)) this.#hear(seat, room.id);
    }
  }

  /** False when it hears the room already. `from`: the entry behind which it begins. */
  #hear(seat: Seat, room: RoomId, from: Seq = this.#seq): boolean {
    const begins = this.#audience.hear(seat, room);
    if (begins) seat.behind?.hear(room, from);
    const segment = this.#segments.get(room);
    if (begins && segment) segment.marks.set(seat, segment.length);
    return begins;
  }

  #mute(seat: Seat, room: RoomId): void {
    if (!seat.heard.includes(room)) return;
    this.#cut(seat, this.#segments.get(room));
    seat.behind?.mute(room, this.#seq);
    this.#audience.mute(seat, room);
  }

  /** It hears nothing any more; it is over when it has been given the answers that still wait. */
  #part(seat: Seat): void {
    this.#unhear(seat);
    seat.behind?.end(this.#seq);
    seat.gone = true;
    this.answer(seat);
    if (!seat.idle) this.gone.push(seat);
  }

  #unhear(seat: Seat): void {
    for (const room of seat.heard) {
      this.#cut(seat, this.#segments.get(room));
      seat.behind?.mute(room, this.#seq);
    }
    this.#audience.unseat(seat);
  }

  /** The seat gets what it has heard of the segment so far; the rest is up to its mark. */
  #cut(seat: Seat, segment: Segment | undefined): void {
    if (!segment) return;
    const from = segment.marks.get(seat) ?? 0;
    if (from < segment.length && !seat.behind) this.out.slice(seat, segment, from, segment.length);
    segment.marks.set(seat, segment.length);
  }

  #segment(room: RoomId): Segment {
    let segment = this.#segments.get(room);
    if (!segment) this.#segments.set(room, (segment = new Segment()));
    return segment;
  }

  #spread(room: RoomId, segment: Segment): void {
    for (const [render, seats] of this.#audience.hearing(room)) {
      const whole = this.out.encode(segment, render, seats);
      if (whole.length === 0) continue;
      for (const seat of seats) {
        if (seat.behind) continue;
        const mark = segment.marks.get(seat) ?? 0;
        if (mark === 0 && seat.session.joinable) this.out.share(seat, whole);
        else if (mark < segment.length) this.out.slice(seat, segment, mark, segment.length);
      }
    }
  }
}
