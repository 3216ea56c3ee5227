import { type Readable, inboxOf } from '#chat/ports.ts';
import type { RoomId, Seq, UserId } from '#chat/event.ts';
import type { Seat } from './seat.ts';

/** A stretch of a room, or of an inbox, that a session was to hear: entries with `from < seq <= upto`. */
export interface Stretch {
  readonly room: RoomId;
  readonly from: Seq;
  /** Infinity while it goes on. */
  upto: Seq;
}

/** Stretches that are kept for one session; beyond them it has lost its place. */
export const maxStretches = 512;
/** Entries read at a time, at first and at most. */
const [firstPage, maxPage] = [64, 256];

/**
 * What a session has to read because it hears nothing live: a peer that comes back, or takes what it is sent too slowly.
 * Kept beside the audience, which goes on to change with the order.
 */
export class Behind {
  /** From here on: what it was to hear before, it has heard, and its answers up to here come first. */
  readonly since: Seq;
  /** Who it was there. */
  readonly user: UserId;
  /** Private words before it were said while the account was away; 0 for a session that was here all the time. */
  readonly back: Seq;
  /** Everything up to here was written, or is not for it. */
  reached: Seq;
  /** The peer has taken everything up to here. */
  taken: Seq = 0;
  /** It has just come, and asks nothing before it has read what waited. */
  readonly arriving: boolean;
  /** Own entries that it is answered with. */
  readonly answered: Set<Seq> = new Set();
  /** Entries to be read at a time. */
  page: number = firstPage;
  /** It was told that there is more about who is here than it can be told. */
  rosterTold = false;
  /** The last place that is for it; Infinity while it is here. */
  last: Seq = Infinity;
  /** What it still has to read first: it was behind already, perhaps as somebody else. */
  before: Behind | undefined = undefined;
  /** There were more stretches than are kept. */
  lost = false;
  #stretches: Stretch[] = [];
  #inbox = false;

  constructor(
    user: UserId,
    since: Seq,
    from: { readonly reached?: Seq; readonly back?: Seq; readonly arriving?: boolean } = {},
  ) {
    this.user = user;
    this.since = since;
    this.reached = from.reached ?? since;
    this.back = from.back ?? 0;
    this.arriving = from.arriving ?? false;
  }

  /** What it reads first of all. */
  get first(): Behind {
    return this.before?.first ?? this;
  }

  /** It has read what it was to read first. */
  firstDone(): void {
    if (this.before?.before) this.before.firstDone();
    else this.before = undefined;
  }

  /** Comes behind what the session still has to read of an earlier one, up to where this one begins. */
  follow(earlier: Behind): void {
    // What waited for one that has just come is read from a cursor instead.
    const replaced = earlier.arriving && earlier.since === this.since;
    this.before = replaced ? earlier.before : earlier;
    if (!replaced) earlier.end(this.since);
  }

  /** It begins to hear a room, or goes on to. */
  hear(room: RoomId, from: Seq): void {
    this.#stretches = this.#stretches.filter(({ upto }) => upto > this.reached);
    if (this.#stretches.length >= maxStretches) this.lost = true;
    else this.#stretches.push({ room, from, upto: Infinity });
  }

  /** All that is private of an account. */
  hearInbox(account: UserId, from: Seq): void {
    this.#inbox = true;
    this.hear(inboxOf(account), from);
  }

  /** Its user has no account any more, so no inbox holds what is said to it. */
  leaveInbox(): void {
    this.#inbox = false;
  }

  /** Something was said in a direct room. Where its inbox is read, it is found there. */
  hearDirect(room: RoomId, at: Seq): void {
    if (this.#inbox || this.#stretches.some((each) => each.room === room)) return;
    this.hear(room, at - 1);
  }

  /** The room ends for it, at this entry. */
  mute(room: RoomId, upto: Seq): void {
    for (const stretch of this.#stretches) if (stretch.room === room && stretch.upto > upto) stretch.upto = upto;
  }

  /** Nothing behind this entry is for it: it has gone. */
  end(upto: Seq): void {
    this.last = upto;
    for (const stretch of this.#stretches) stretch.upto = Math.min(stretch.upto, upto);
  }

  /** Whether it was to hear an entry of that place in a room. */
  heard(room: RoomId, at: Seq): boolean {
    return this.#stretches.some((each) => each.room === room && each.from < at && at <= each.upto);
  }

  /** What is still to be read, up to what is shown. */
  readable(shown: Seq): readonly Readable[] {
    return this.#stretches.flatMap(({ room, from, upto }) => {
      const [after, before] = [Math.max(this.reached, from), Math.min(upto, shown) + 1];
      return after + 1 < before ? [{ room, after, before }] : [];
    });
  }

  /** Pages become as long as what fits into one portion. `used`: entries of the last one that did. */
  turnPage(used: number, full: boolean): void {
    this.page = full ? Math.min(maxPage, 2 * this.page) : Math.max(4, Math.min(maxPage, 2 * used));
  }
}

/** Where a session that has just come begins to read. */
export interface Arrival {
  /** In the channels it hears; where it stands otherwise. */
  readonly rooms?: (room: RoomId) => Seq;
  /** In private. */
  readonly inbox: Seq;
  /** It is an account that was away: what is private and older than its coming has waited. */
  readonly arriving: boolean;
}

/**
 * A seat that was handed everything up to `since`, or has come there, and goes on to hear what it hears. What it was behind
 * with already comes first.
 */
export function behindFrom(seat: Seat, since: Seq, arrival?: Arrival): Behind {
  const { rooms = () => since, inbox = since, arriving = false } = arrival ?? {};
  const starts = seat.heard.map((room) => [room, rooms(room)] as const);
  const reached = Math.min(since, inbox, ...starts.map(([, from]) => from));
  const behind = new Behind(seat.user, since, { reached, back: arriving ? since : 0, arriving: arrival !== undefined });
  for (const [room, from] of starts) behind.hear(room, from);
  if (seat.account && seat.format.takesMail) behind.hearInbox(seat.user, inbox);
  if (seat.behind) behind.follow(seat.behind);
  return behind;
}
