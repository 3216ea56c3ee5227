import type { Audience } from './audience.ts';
import {
  type Asked,
  type Entry,
  isImported,
  type Outcome,
  type RoomId,
  type RoomRef,
  type Signal,
  type Verdict,
} from './event.ts';
import type { Intake } from './intake.ts';
import type { Mail } from './mail.ts';
import type { Outgoing } from './outgoing.ts';
import { Posted, type Seat } from './seat.ts';
import { Segment } from './segment.ts';
import type { Settled } from './settled.ts';
import type { Answer } from './session.ts';

/** What a delivery moves: the hub's own. */
export interface Hearing {
  readonly audience: Audience;
  readonly intake: Intake;
  readonly settled: Settled;
  readonly mail: Mail | undefined;
}

type Came = Asked & { kind: 'came' };
type Ended = Signal & { kind: 'ended' };

/**
 * One batch on its way to those who hear it. Walks the outcomes in their order, keeping who hears what as they change
 * it, and gathers what each seat gets; `finish` hands it out, one write a seat.
 */
export class Delivery {
  readonly #audience: Audience;
  readonly #intake: Intake;
  readonly #settled: Settled;
  readonly #out: Outgoing;
  readonly #segments = new Map<RoomId, Segment>();
  readonly #mail: Mail | undefined;
  readonly gone: Seat[] = [];
  /** Those that were replaced, or came by a credential that counts no more. */
  readonly ended: { readonly seat: Seat; readonly why: Ended['why'] }[] = [];

  constructor({ audience, intake, settled, mail }: Hearing, out: Outgoing) {
    this.#audience = audience;
    this.#intake = intake;
    this.#settled = settled;
    this.#mail = mail;
    this.#out = out;
  }

  take(outcome: Outcome): void {
    const { draft, verdict } = outcome;
    if (verdict.kind === 'repeated') return;
    const posted = draft instanceof Posted ? draft : undefined;
    const asker = posted?.seat;
    if (verdict.kind === 'entry') this.#entry(verdict, asker);
    else if (verdict.kind === 'already' && asker) this.#already(verdict, asker, draft.event.kind === 'came');
    if (draft.event.kind === 'came') this.#arrived(outcome, draft.event, asker);
    if (posted) this.settle(posted, answerOf(verdict));
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

  /** Gives a draft its answer, and whatever waited behind it. */
  settle(posted: Posted, answer: Answer): void {
    if (posted.settled) return;
    posted.answer = answer;
    posted.settled = true;
    this.#settled.add(posted.nth);
    this.answer(posted.seat);
    if (posted.event.kind === 'went') this.#part(posted.seat);
  }

  /** Gives a seat the answers whose turn has come. */
  answer(seat: Seat): void {
    for (let next = this.#intake.next(seat); next; next = this.#intake.next(seat)) {
      const frame = this.#out.ask(seat, next);
      if (frame) this.#out.push(seat, frame);
    }
  }

  finish(): number {
    for (const [room, segment] of this.#segments) this.#spread(room, segment);
    return this.#out.flush();
  }

  #entry(verdict: Verdict & { kind: 'entry' }, asker: Seat | undefined): void {
    const { entry, rooms, pair } = verdict;
    if (isImported(entry)) return;
    const [room] = rooms;
    if (asker && entry.event.kind === 'came' && entry.event.was) this.#unhear(asker);
    if (asker?.behind) (asker.answered ??= new Set()).add(entry.seq);
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
        if (seat === asker || !entry.room || !seat.session.takesMail || !this.#out.hears(seat, entry.room)) continue;
        this.#show(seat, entry);
        if (seat.account && user !== entry.from.id && !seat.behind) this.#mail?.written(seat);
      }
    }
  }

  /** Concerns many rooms, or none: reaches each seat once, behind what it heard in those rooms so far. */
  #inMany(entry: Entry, rooms: readonly RoomId[], asker: Seat | undefined): void {
    const seats = new Set(this.#audience.seatsOf(entry.from.id));
    for (const room of rooms) {
      for (const group of this.#audience.hearing(room).values()) for (const seat of group) seats.add(seat);
    }
    const spokenIn = rooms.filter((room) => this.#segments.has(room));
    for (const seat of seats) {
      for (const room of spokenIn) if (seat.heard.includes(room)) this.#cut(seat, this.#segments.get(room));
      if (seat !== asker) this.#show(seat, entry);
    }
  }

  #show(seat: Seat, entry: Entry): void {
    if (seat.behind) return;
    this.#out.show(seat, entry, seat.user === entry.from.id ? 'self' : 'other');
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
      if (how !== 'registered') this.ended.push({ seat, why: 'credential' });
    }
  }

  /** The user's other seats begin to hear the room with the entry that joined it. */
  #joined(entry: Entry, room: RoomRef, asker: Seat | undefined, show: boolean): void {
    for (const seat of this.#audience.seatsOf(entry.from.id)) {
      if (seat === asker) this.#hear(seat, room.id);
      else if (this.#out.hears(seat, room) && this.#hear(seat, room.id) && show) this.#show(seat, entry);
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
      if (room.id === entered?.id || this.#out.hears(seat, room)) this.#hear(seat, room.id);
    }
  }

  /** False when it hears the room already. */
  #hear(seat: Seat, room: RoomId): boolean {
    const begins = this.#audience.hear(seat, room);
    const segment = this.#segments.get(room);
    if (begins && segment) segment.marks.set(seat, segment.length);
    return begins;
  }

  #mute(seat: Seat, room: RoomId): void {
    if (!seat.heard.includes(room)) return;
    this.#cut(seat, this.#segments.get(room));
    this.#audience.mute(seat, room);
  }

  #part(seat: Seat): void {
    this.#unhear(seat);
    this.gone.push(seat);
  }

  #unhear(seat: Seat): void {
    for (const room of seat.heard) this.#cut(seat, this.#segments.get(room));
    this.#audience.unseat(seat);
  }

  /** The seat gets what it has heard of the segment so far; the rest is up to its mark. */
  #cut(seat: Seat, segment: Segment | undefined): void {
    if (!segment) return;
    const from = segment.marks.get(seat) ?? 0;
    if (from < segment.length && !seat.behind) this.#out.slice(seat, segment, from, segment.length);
    segment.marks.set(seat, segment.length);
  }

  #segment(room: RoomId): Segment {
    let segment = this.#segments.get(room);
    if (!segment) this.#segments.set(room, (segment = new Segment()));
    return segment;
  }

  #spread(room: RoomId, segment: Segment): void {
    for (const [render, seats] of this.#audience.hearing(room)) {
      const whole = this.#out.encode(segment, render, seats);
      if (whole.length === 0) continue;
      for (const seat of seats) {
        if (seat.behind) continue;
        const mark = segment.marks.get(seat) ?? 0;
        if (mark === 0 && seat.session.joinable) this.#out.share(seat, whole);
        else if (mark < segment.length) this.#out.slice(seat, segment, mark, segment.length);
      }
    }
  }
}

function answerOf(verdict: Verdict): Answer {
  switch (verdict.kind) {
    case 'entry':
      return verdict;
    case 'already':
      return { kind: 'already', user: verdict.user, ...(verdict.room && { room: verdict.room }) };
    case 'refusal':
      return verdict;
    case 'applied':
    case 'repeated':
      return { kind: 'applied' };
  }
}
