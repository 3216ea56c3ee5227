import type { RoomId, Seq, UserId } from '#chat/event.ts';

/** What others have said to a user in a room: messages with `after < seq < before`, those of `ignored` left out. */
export interface SaidRange {
  readonly room: RoomId;
  readonly user: UserId;
  readonly after: Seq;
  readonly before: Seq;
  /** Own messages up to there do not count as having read what was before them; 0 if not given. */
  readonly since?: Seq;
  /** No more are counted. */
  readonly most: number;
  readonly ignored?: ReadonlySet<UserId> | undefined;
}

/**
 * `count`: of those after the user's own last message; redacted and imported ones are not counted. `own`: the place of that
 * message, redacted or not; `last`: of the last message of the room that is not redacted, anybody's. Both below `before`, and 0
 * where there is none.
 */
export interface Said {
  readonly count: number;
  readonly own: Seq;
  readonly last: Seq;
}
