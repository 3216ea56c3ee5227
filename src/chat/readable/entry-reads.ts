import type { Entry, Millis, RoomId, Seq, UserId } from '#chat/event.ts';
import type { Said, SaidRange } from './said-by-others.ts';

/**
 * A range of the log: entries with `after < seq < before`. `first`: the first `limit` of them, else the last.
 * Always handed over in rising seq.
 */
export interface Range {
  readonly after: Seq;
  readonly before: Seq;
  readonly limit: number;
  readonly first: boolean;
}

/** A range of the order: entries with `after < seq < before`. */
export interface SeqRange {
  readonly after: Seq;
  readonly before: Seq;
}

/** `upto`: 0 if nothing was counted. */
export interface Counted {
  readonly entries: number;
  readonly upto: Seq;
}

/** A range of one room or inbox, as far as the reader may read it. */
export interface Readable {
  /** A room's id, or an `inboxOf`. */
  readonly room: RoomId;
  /** Only entries with a greater seq. */
  readonly after: Seq;
  /** Only entries with a lower seq. */
  readonly before: Seq;
}

/** What is read from the kept entries, or counted in them. */
export interface EntryReads {
  /** An entry that is kept. */
  entry(seq: Seq): Entry | undefined;
  /** The first `limit` entries with a greater seq, those in no room included, in rising seq. */
  log(after: Seq, limit: number): readonly Entry[];
  /** The first `limit` messages, edits and removals of messages with `after < seq <= upto`, of all rooms, in rising seq. */
  textChanges(after: Seq, upto: Seq, limit: number): readonly Entry[];
  /** Entries in which somebody used a right (`isAudited`), those in no room included. */
  audit(range: Range): readonly Entry[];
  /** Entries of one room, or inbox (`inboxOf`). */
  entries(room: RoomId, range: Range): readonly Entry[];
  /**
   * Where in the order entries may be whose time (`timeOf`) is from `since` to `until`, both included, in rising seq.
   * Times are not in the order of seqs: imported entries, and entries from while the clock was wrong, may be anywhere.
   */
  timeRanges(since: Millis, until: Millis): readonly SeqRange[];
  /** How many entries of a room there are in a range, at most `limit` of them, and the seq of the last one counted. */
  count(room: RoomId, range: Omit<Range, 'first'>): Counted;
  /** The direct rooms that a user is in, the newest first: at most `limit`. */
  directs(user: UserId, limit: number): readonly RoomId[];
  /** The first `limit` of them with a greater id, by id. */
  directsAfter(user: UserId, after: RoomId, limit: number): readonly RoomId[];
  /** Counts messages without reading them. Cheap: it looks at the end of the room's index. */
  said(range: SaidRange): Said;
  /** How many messages of a range mention the user, or everybody. */
  mentions(range: SaidRange): number;
  /** The direct rooms of an account that something was said in before a place, the most recent first: at most `limit`. */
  recentRooms(account: UserId, before: Seq, limit: number): readonly RoomId[];
  /** The first `limit` entries of several rooms together, in rising seq. */
  merged(rooms: readonly Readable[], limit: number): readonly Entry[];
}
