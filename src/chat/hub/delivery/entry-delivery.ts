import type { Entry, RoomId, Seq, UserId, UserRef } from '#chat/event.ts';
import { asReadable } from '#chat/readable/readable.ts';
import { asFor, targetsOf } from '#chat/events/event-targets.ts';
import type { Store } from '#chat/ports.ts';
import type { Audience } from './audience.ts';
import type { Format, Item } from '#chat/hub/format.ts';
import type { RoomSegments } from './room-segments.ts';
import type { Mail } from '#chat/hub/mail/mail.ts';
import type { Outgoing } from './outgoing.ts';
import type { PersonalState } from '#chat/hub/personal/personal-state.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Segment } from './segment.ts';

const none: readonly Seat[] = [];
const nobody: readonly UserId[] = [];

export interface EntryDeliveryOptions {
  readonly audience: Audience;
  readonly segments: RoomSegments;
  readonly out: Outgoing;
  readonly mail: Mail;
  readonly personal: Pick<PersonalState, 'ignorers' | 'heardReports' | 'invitationNotices'>;
  readonly store: Pick<Store, 'member'>;
}

/**
 * Gives an entry, at its place, to the seats it concerns. Seats that are behind are left out: they read it from the store.
 * The asker gets it as its answer.
 */
export class EntryDelivery {
  readonly #audience: Audience;
  readonly #segments: RoomSegments;
  readonly #out: Outgoing;
  readonly #mail: Mail;
  readonly #personal: EntryDeliveryOptions['personal'];
  readonly #store: Pick<Store, 'member'>;

  constructor({ audience, segments, out, mail, personal, store }: EntryDeliveryOptions) {
    this.#store = store;
    this.#audience = audience;
    this.#segments = segments;
    this.#out = out;
    this.#mail = mail;
    this.#personal = personal;
  }

  /**
   * Into the room's segment; the sender's other seats get it rendered as `self`, at its place, and those of its targets as
   * `target`, also if they do not hear the room. So are `members`, where they do not hear it (`membersTold`).
   */
  inRoom(entry: Entry, room: RoomId, asker: Seat | undefined, members: readonly UserId[] = nobody): void {
    const segment = this.#segments.segment(room);
    const own = this.#audience.seatsOf(entry.from.id);
    const ignorers = this.#personal.ignorers.of(entry);
    const targets = this.#targetsIn(entry, room, ignorers);
    const separate = targets.length === 0 ? own : [...own, ...this.#seatsOf(targets, entry.from.id, ignorers)];
    for (const seat of separate) if (seat.heard.includes(room)) this.#segments.cut(seat, room, segment);
    const mayNotRead = this.#whoMayNotRead(entry, room);
    // Most arrivals.
    if (separate.length === 0 && !ignorers && mayNotRead.length === 0 && members.length === 0) {
      segment.add(entry);
      return;
    }
    const ignoring = ignorers ? this.#leaveOut([...ignorers], room, segment) : none;
    const withoutText = mayNotRead.length === 0 ? none : this.#leaveOut(mayNotRead, room, segment);
    segment.add(entry);
    for (const seat of separate) {
      const hears = seat.heard.includes(room);
      if (hears) this.#out.mark(seat, segment);
      else if (seat.user === entry.from.id) continue;
      if (seat === asker) continue;
      if (seat.behind && !hears) seat.behind.tell(entry);
      else this.#toldIn(seat, entry, room);
    }
    this.#tellOutsideRoom(members, entry, room);
    for (const seat of ignoring) {
      this.#out.mark(seat, segment);
      const seen = this.#personal.ignorers.shownTo(seat.user, entry);
      if (seen) this.one(seat, seen, room);
    }
    for (const seat of withoutText) {
      this.#out.mark(seat, segment);
      if (!ignoring.includes(seat)) this.one(seat, asReadable(entry, { after: entry.seq, before: Infinity }), room);
    }
  }

  /** The users to whom it is done, without those who are here and were told of such an invitation already. */
  #targetsIn(entry: Entry, room: RoomId, ignorers: ReadonlySet<UserId> | undefined): readonly UserRef[] {
    const targets = targetsOf(entry.event);
    return entry.event.kind === 'invited' ? this.#notYetTold(targets, entry.seq, room, ignorers) : targets;
  }

  #notYetTold(
    targets: readonly UserRef[],
    seq: Seq,
    room: RoomId,
    ignorers: ReadonlySet<UserId> | undefined,
  ): readonly UserRef[] {
    const { invitationNotices } = this.#personal;
    return targets.filter(({ id }) => {
      if (ignorers?.has(id) === true || this.#audience.seatsOf(id).length === 0) return true;
      return invitationNotices.isDue(this.#store, id, room, seq);
    });
  }

  /** The seats of these users that do not hear the room, without the sender's own. Rendered once for each format. */
  #tellOutsideRoom(users: readonly UserId[], entry: Entry, room: RoomId): void {
    const rendered = new Map<Format, readonly Item[]>();
    for (const user of users) {
      if (user === entry.from.id) continue;
      for (const seat of this.#audience.seatsOf(user)) {
        if (seat.heard.includes(room)) continue;
        if (seat.behind) seat.behind.tell(entry);
        else if (asFor(entry, user) === 'other') this.#share(seat, entry, room, rendered);
        else this.one(seat, entry, room);
      }
    }
  }

  #share(seat: Seat, entry: Entry, room: RoomId, rendered: Map<Format, readonly Item[]>): void {
    const { format } = seat;
    let items = rendered.get(format);
    if (!items) {
      const item = this.#out.render(format, entry, [seat], room);
      rendered.set(format, (items = item ? [item] : []));
    }
    if (items.length > 0) this.#out.share(seat, items);
  }

  /** An account that was told of its invitation is not told again when it comes back. */
  #toldIn(seat: Seat, entry: Entry, room: RoomId): void {
    this.one(seat, entry, room);
    if (entry.event.kind === 'invited' && seat.account && seat.format.takesMail) this.#mail.written(seat);
  }

  /**
   * The users who hear a room and joined it after a message that is edited, where they may not read it. An edit that everybody
   * there may read has the text before it, too.
   */
  #whoMayNotRead({ event, from }: Entry, room: RoomId): readonly UserId[] {
    if (event.kind !== 'edited' || event.was !== undefined) return nobody;
    return this.#whoJoinedAfter(event.target, room, from.id);
  }

  /** `author`: knows it. */
  #whoJoinedAfter(target: Seq, room: RoomId, author: UserId): readonly UserId[] {
    const users = new Set(
      [...this.#audience.hearing(room).values()].flatMap((seats) => [...seats].map(({ user }) => user)),
    );
    const joined = (user: UserId): number => this.#store.member(room, user)?.joined ?? Infinity;
    return [...users].filter((user) => user !== author && joined(user) > target);
  }

  /** The seats of these users that hear the room are given its entries so far, without the next one. Returns them. */
  #leaveOut(users: readonly UserId[], room: RoomId, segment: Segment): readonly Seat[] {
    const seats = users.flatMap((user) => this.#audience.seatsOf(user)).filter((seat) => seat.heard.includes(room));
    for (const seat of seats) this.#segments.cut(seat, room, segment);
    return seats;
  }

  #seatsOf(users: readonly UserRef[], but: UserId, ignorers: ReadonlySet<UserId> | undefined): readonly Seat[] {
    return users.flatMap(({ id }) => (id === but || ignorers?.has(id) === true ? [] : this.#audience.seatsOf(id)));
  }

  /** Into the segment of each of these rooms. */
  inEach(entry: Entry, rooms: readonly RoomId[], asker: Seat | undefined): void {
    for (const room of rooms) this.inRoom(asToldIn(entry, room), room, asker);
  }

  /** To the sessions of the two users that take private messages. */
  inPrivate(entry: Entry, pair: readonly [UserId, UserId], asker: Seat | undefined): void {
    const ignorers = this.#personal.ignorers.of(entry);
    for (const user of pair) {
      const ignores = ignorers?.has(user) === true;
      const seen = ignores ? this.#personal.ignorers.shownTo(user, entry) : entry;
      if (!seen) continue;
      for (const seat of this.#audience.seatsOf(user)) {
        if (seat === asker || !entry.room || !seat.takesPrivate) continue;
        if (seat.behind) seat.behind.hearDirect(entry.room.id, entry.seq);
        else if (ignores) this.one(seat, seen);
        else this.#told(seat, entry, entry.room.id);
      }
    }
  }

  #told(seat: Seat, entry: Entry, room: RoomId): void {
    this.one(seat, entry);
    if (!seat.account || seat.user === entry.from.id) return;
    this.#mail.written(seat);
    this.#personal.heardReports.told(seat, room);
  }

  /**
   * For an entry that concerns many rooms, or none: reaches each seat once, after the entries of those rooms so far. Formats
   * that do not show it cost nothing.
   */
  inMany(entry: Entry, rooms: readonly RoomId[], asker: Seat | undefined): void {
    const own = this.#audience.seatsOf(entry.from.id);
    const ignorers = this.#personal.ignorers.of(entry);
    const frames = new Map<Seat, Item | undefined>();
    for (const seat of own) frames.set(seat, undefined);
    const rendered = new Map<Format, Item | undefined>();
    for (const room of rooms) {
      for (const [format, group] of this.#audience.hearing(room)) {
        if (!rendered.has(format)) rendered.set(format, this.#out.render(format, entry, group));
        const frame = rendered.get(format);
        if (frame) for (const seat of group) if (!frames.has(seat)) frames.set(seat, frame);
      }
    }
    // A user who is kicked from the server is told by the end of its session.
    const targets =
      entry.event.kind === 'kicked' ? none : this.#seatsOf(targetsOf(entry.event), entry.from.id, undefined);
    for (const seat of targets) if (seat.behind) seat.behind.tell(entry);
    for (const seat of targets) frames.set(seat, undefined);
    for (const room of rooms) {
      if (!this.#segments.hasSegment(room)) continue;
      for (const group of this.#audience.hearing(room).values())
        for (const seat of group) if (frames.has(seat)) this.#segments.cut(seat, room);
    }
    for (const [seat, frame] of frames) {
      if (seat.behind || seat === asker) continue;
      if (ignorers?.has(seat.user)) {
        const seen = this.#personal.ignorers.shownTo(seat.user, entry);
        if (seen) this.one(seat, seen);
      } else if (frame) this.#out.push(seat, frame);
      else this.one(seat, entry);
    }
  }

  /** To one seat only. */
  one(seat: Seat, entry: Entry, room?: RoomId): void {
    if (seat.behind) return;
    this.#out.show(seat, entry, asFor(entry, seat.user), room);
  }
}

/**
 * An arrival, as it is told in one of the user's rooms. What room the user has entered is told in that room alone: others
 * might not be allowed to know of it.
 */
export function asToldIn(entry: Entry, room: RoomId): Entry {
  if (!entry.room || entry.room.id === room || entry.event.kind !== 'came') return entry;
  const { room: _, ...elsewhere } = entry;
  return { ...elsewhere, event: { ...entry.event, joined: false, memberships: [] } };
}
