import type { RoomId, RoomRef, Seq, UserId } from '#chat/event.ts';
import type { Audience, Hearers } from './audience.ts';
import type { Format } from '#chat/hub/format.ts';
import { stopsHearing } from '#chat/hub/personal/heard-since.ts';
import type { Outgoing } from './outgoing.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { Segment } from './segment.ts';

/** The rooms of one batch, and which seats hear them: both change from outcome to outcome. */
export class RoomSegments {
  /** The place of the present outcome, or of the last one. */
  at: Seq;
  readonly #audience: Audience;
  readonly #out: Outgoing;
  #said = false;
  readonly #segments = new Map<RoomId, Segment>();
  /** Rooms that were closed in this batch, and who heard them: these still get what was said there. */
  readonly #closed = new Map<RoomId, Hearers>();

  constructor(audience: Audience, out: Outgoing, at: Seq) {
    this.#audience = audience;
    this.#out = out;
    this.at = at;
  }

  /** The segment of the batch for a room. */
  segment(room: RoomId): Segment {
    let segment = this.#segments.get(room);
    if (!segment) this.#segments.set(room, (segment = new Segment(room)));
    return segment;
  }

  /** Whether the batch has anything for a room so far. */
  hasSegment(room: RoomId): boolean {
    return this.#segments.has(room);
  }

  /** The session belongs to a user now: it hears the channel it enters, if any, and those its format hears unasked. */
  come(seat: Seat, user: UserId, entered: RoomId, memberships: readonly RoomRef[]): void {
    this.#audience.seat(seat, user);
    for (const room of memberships) {
      if (room.id === entered) this.ask(seat, room.id);
      else if (this.wants(seat, room)) this.hear(seat, room.id);
    }
  }

  /** Whether the seat hears a room as soon as its user is a member. */
  wants(seat: Seat, room: RoomRef): boolean {
    return seat.wanted.includes(room.id) || this.#out.hears(seat, room);
  }

  /** The seat has asked to hear the room. */
  ask(seat: Seat, room: RoomId): void {
    this.hear(seat, room);
    this.#audience.want(seat, room);
  }

  /** The seat withdraws that request. */
  leave(seat: Seat, room: RoomId): void {
    if (seat.wanted.includes(room)) seat.wanted = seat.wanted.filter((each) => each !== room);
  }

  /** The seat begins to hear a room, after the entry `from`. False when it hears the room already. */
  hear(seat: Seat, room: RoomId, from: Seq = this.at): boolean {
    const begins = this.#audience.hear(seat, room);
    if (begins) seat.behind?.hear(room, from);
    const segment = this.#segments.get(room);
    if (begins && segment) this.#out.mark(seat, segment);
    return begins;
  }

  mute(seat: Seat, room: RoomId): void {
    if (!seat.heard.includes(room)) return;
    this.cut(seat, room);
    seat.behind?.mute(room, this.at);
    stopsHearing(seat, room);
    this.#audience.mute(seat, room);
  }

  /** A room was closed: nobody hears it from here on. Its last bytes, which say so, are shared as those of any other room. */
  close(room: RoomId): void {
    const hearers = this.#audience.close(room);
    if (!hearers) return;
    this.#closed.set(room, hearers);
    for (const seats of hearers.groups.values()) {
      for (const seat of seats) {
        seat.behind?.mute(room, this.at);
        stopsHearing(seat, room);
        this.leave(seat, room);
      }
    }
  }

  /** A session that speaks in it by its name goes on under the new one. */
  rename({ id, name }: RoomRef, before: string): void {
    for (const seat of this.#hearers(id)) this.#out.renamed(seat, name, before);
  }

  #hearers(room: RoomId): readonly Seat[] {
    return [...this.#audience.hearing(room).values()].flatMap((group) => [...group]);
  }

  /** The seat hears nothing any more, and belongs to no user. */
  part(seat: Seat): void {
    for (const room of seat.heard) {
      this.cut(seat, room);
      seat.behind?.mute(room, this.at);
    }
    this.#cutClosed(seat);
    this.#audience.unseat(seat);
  }

  /** The seat gets another format: entries up to here are rendered in its old one. */
  become(seat: Seat, format: Format): void {
    this.cutAll(seat);
    this.#audience.become(seat, () => this.#out.turn(seat, format));
  }

  /** Cuts each room that the seat hears: see `cut`. */
  cutAll(seat: Seat): void {
    for (const room of seat.heard) this.cut(seat, room);
    this.#cutClosed(seat);
  }

  #cutClosed(seat: Seat): void {
    for (const [room, { groups }] of this.#closed) if (groups.get(seat.format)?.has(seat)) this.cut(seat, room);
  }

  /** The seat gets the entries of a room up to here; the next cut begins at its mark. */
  cut(seat: Seat, room: RoomId, segment: Segment | undefined = this.#segments.get(room)): void {
    if (!segment) return;
    const from = this.#out.markOf(seat, segment);
    if (from < segment.length && !seat.behind) this.#out.slice(seat, segment, from, segment.length);
    this.#out.mark(seat, segment);
  }

  /** At the batch's end: gives each room's bytes to all seats that hear it. */
  spread(): void {
    for (const [room, segment] of this.#segments) this.#spread(room, segment);
  }

  /** Whether this batch has messages, or removals, in rooms that anybody hears. Only after `spread`. */
  get said(): boolean {
    return this.#said;
  }

  #spread(room: RoomId, segment: Segment): void {
    const hearers = this.#closed.get(room) ?? this.#audience.hearersOf(room);
    if (!hearers) return;
    const said = segment.lastCounted;
    if (said > 0) {
      hearers.said = said;
      this.#said = true;
    }
    for (const [format, seats] of hearers.groups) {
      const whole = this.#out.encode(segment, format, seats);
      if (whole.length === 0) continue;
      for (const seat of seats) {
        if (seat.behind) continue;
        const mark = this.#out.markOf(seat, segment);
        if (mark === 0) this.#out.share(seat, whole);
        else if (mark < segment.length) this.#out.slice(seat, segment, mark, segment.length);
      }
    }
  }
}
