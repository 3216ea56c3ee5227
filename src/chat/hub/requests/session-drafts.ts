import type { TurnTaker } from '#turns/deficit-round-robin.ts';

/** A draft in the list of its session. */
export interface QueuedDraft {
  nextDraft: QueuedDraft | undefined;
}

/** A session's drafts that wait to be published, and its place in the turns of sessions. Made with the first draft. */
export class SessionDrafts implements TurnTaker<SessionDrafts> {
  first: QueuedDraft | undefined = undefined;
  last: QueuedDraft | undefined = undefined;
  /** It is not known yet whether a published draft is in the order: the next ones wait. */
  paused = false;
  nextInTurn: SessionDrafts | undefined = undefined;
  previousInTurn: SessionDrafts | undefined = undefined;
  credit = 0;
}
