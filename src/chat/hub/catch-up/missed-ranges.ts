import { type Readable, inboxOf } from '#chat/ports.ts';
import type { Entry, RoomId, Seq, UserId } from '#chat/event.ts';

/** A range of a room, or of an inbox, that a session was to hear: entries with `from < seq <= upto`. */
export interface MissedRange {
  readonly room: RoomId;
  readonly from: Seq;
  /** Infinity while the range is open. */
  upto: Seq;
}

/** Ranges that are kept for one session; one that needs more is closed. */
const maxRanges = 512;
/** Entries that are kept to be told apart from any room. */
const maxApart = 64;
/** Entries read at a time, at first and at most. */
const [firstPage, maxPage] = [64, 256];

/**
 * The ranges that a session has to read because it hears nothing live: its peer has resumed from a cursor, or reads too
 * slowly. Kept apart from the audience, which still changes with the order.
 */
export class MissedRanges {
  /** Where reading begins: it has heard everything before, and its answers up to here come first. */
  readonly since: Seq;
  /** The user it was at that place. */
  readonly user: UserId;
  /** Private messages before this place were sent while the account was away; 0 for a session that was present all the time. */
  readonly back: Seq;
  /** Everything up to here was written, or is not for it. */
  reached: Seq;
  /** The peer has taken everything up to here. */
  taken: Seq = 0;
  /** It has just arrived, and takes no requests before it has read what waited. */
  readonly arriving: boolean;
  /** Its own entries, which it gets as answers. */
  readonly answered: Set<Seq> = new Set();
  /** Entries to be read at a time. */
  page: number = firstPage;
  /** It was told that more presence changes happened than are remembered. */
  rosterTold = false;
  /** The last place that is for it; Infinity while it is here. */
  last: Seq = Infinity;
  /** Read first, if set: the session was behind already, perhaps as another user. */
  before: MissedRanges | undefined = undefined;
  /** There were more ranges than are kept. */
  lost = false;
  /** What concerns its user in rooms that it does not hear, such as invitations; to be told at its place. */
  #apart: Entry[] = [];
  #ranges: MissedRange[] = [];
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

  /** The one that is read first. */
  get first(): MissedRanges {
    return this.before?.first ?? this;
  }

  /** The session has read what it was to read first. */
  firstDone(): void {
    if (this.before?.before) this.before.firstDone();
    else this.before = undefined;
  }

  /** Is read after the rest of an earlier one, which ends where this one begins. */
  follow(earlier: MissedRanges): void {
    // For a session that has just arrived, waiting mail is read from a cursor instead.
    const replaced = earlier.arriving && earlier.since === this.since;
    this.before = replaced ? earlier.before : earlier;
    if (!replaced) earlier.end(this.since);
  }

  /** The session begins to hear a room, or continues. */
  hear(room: RoomId, from: Seq): void {
    this.#ranges = this.#ranges.filter(({ upto }) => upto > this.reached);
    if (this.#ranges.length >= maxRanges) this.lost = true;
    else this.#ranges.push({ room, from, upto: Infinity });
  }

  /** All private messages of an account. */
  hearInbox(account: UserId, from: Seq): void {
    this.#inbox = true;
    this.hear(inboxOf(account), from);
  }

  /** The session's user has no account any more, so its private messages are in no inbox. */
  leaveInbox(): void {
    this.#inbox = false;
  }

  /** A message was sent in a direct room. If its inbox is read, the message is found there. */
  hearDirect(room: RoomId, at: Seq): void {
    if (this.#inbox || this.#ranges.some((each) => each.room === room)) return;
    this.hear(room, at - 1);
  }

  /** Something is done to the session's user in a room that it does not hear. Of too many, the first are not told. */
  tell(entry: Entry): void {
    if (this.#apart.length >= maxApart) this.#apart.shift();
    this.#apart.push(entry);
  }

  /** The entries that are told apart from any room, up to this place. */
  apart(upto: Seq): readonly Entry[] {
    return this.#apart.length === 0
      ? this.#apart
      : this.#apart.filter(({ seq }) => this.reached < seq && seq <= Math.min(upto, this.last));
  }

  /** The session stops hearing the room after this entry. */
  mute(room: RoomId, upto: Seq): void {
    for (const range of this.#ranges) if (range.room === room && range.upto > upto) range.upto = upto;
  }

  /** The session has departed: nothing after this entry is for it. */
  end(upto: Seq): void {
    this.last = upto;
    for (const range of this.#ranges) range.upto = Math.min(range.upto, upto);
  }

  /** Whether the session was to hear the entry of that place in a room. */
  heard(room: RoomId, at: Seq): boolean {
    return this.#ranges.some((each) => each.room === room && each.from < at && at <= each.upto);
  }

  /** The ranges still to be read, up to the last place shown. */
  readable(shown: Seq): readonly Readable[] {
    return this.#ranges.flatMap(({ room, from, upto }) => {
      const [after, before] = [Math.max(this.reached, from), Math.min(upto, shown) + 1];
      return after + 1 < before ? [{ room, after, before }] : [];
    });
  }

  /** Adapts the page length to what fits into one portion. `used`: how many entries of the last page fitted. */
  turnPage(used: number, full: boolean): void {
    this.page = full ? Math.min(maxPage, 2 * this.page) : Math.max(4, Math.min(maxPage, 2 * used));
  }
}
