import type { TextChanged } from '#chat/effect.ts';
import { inboxOf } from '#chat/ports.ts';
import type { Said, SaidRange } from '#chat/readable/said-by-others.ts';
import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { isCounted, type Mark, markedId, markOf } from './entry-marks.ts';
import { isFull, unpack } from './packed-seqs.ts';
import { remark, unmark } from './packed-marks.ts';
import type { Sources } from './ranges.ts';
import { runOf } from './room-index.ts';
import { integer } from './row-values.ts';

/** Entries examined for one count, at most: there may be any number from ignored users. */
const maxLooked = 20_000;

/**
 * Counts messages of other users in a room, from its end back to the user's own last message or to `after`. It reads no
 * entries: the tail and the index contain the sender of each message.
 */
export function saidOf({ on, tail }: Sources, range: SaidRange): Said {
  const { room, user, before } = range;
  const { since = 0 } = range;
  const last = integer(on.spoke.get(user, room)?.[0] ?? 0);
  // The batch under way may already contain a message of the user that is not shown yet.
  const isKnown = last < before;
  const spoke = isKnown && last > since ? last : 0;
  const walk = new Walk(range, Math.max(range.after, spoke));
  tail.backward(room, (seq, mark) => walk.take(seq, mark));
  let run = walk.ended ? undefined : runOf(on.runBefore.get(room, before));
  while (run) {
    // `spoke` has the user's last message in full runs.
    if (isKnown && walk.isEnough && isFull(run)) break;
    const [seqs, marks] = [unpack(run), unmark(run.marks)];
    for (let nth = seqs.length - 1; nth >= 0 && walk.take(seqs[nth] ?? 0, marks[nth] ?? 0); nth--);
    run = walk.ended ? undefined : runOf(on.runBefore.get(room, run.first));
  }
  return { count: walk.count, own: Math.max(walk.own, spoke), last: walk.last };
}

/** Goes back from entry to entry. */
class Walk {
  count = 0;
  own: Seq = 0;
  last: Seq = 0;
  /** No earlier entries have to be examined. */
  ended = false;
  readonly #user: UserId;
  /** Entries up to this place are read. */
  #after: Seq;
  readonly #before: Seq;
  readonly #most: number;
  readonly #since: Seq;
  readonly #ignored: SaidRange['ignored'];
  #looked = 0;

  constructor({ user, before, since = 0, most, ignored }: SaidRange, after: Seq) {
    this.#user = user;
    this.#after = after;
    this.#before = before;
    this.#most = most;
    this.#since = since;
    this.#ignored = ignored;
  }

  /** `most` was reached. */
  get isEnough(): boolean {
    return this.count >= this.#most;
  }

  /** False when no earlier entries have to be examined. */
  take(seq: Seq, mark: Mark): boolean {
    if (seq >= this.#before) return true;
    if (++this.#looked > maxLooked) this.ended = true;
    else this.#look(seq, mark);
    return !this.ended;
  }

  #look(seq: Seq, mark: Mark): void {
    const isRead = seq <= this.#after;
    if (isRead && this.last > 0) this.ended = true;
    const from = markedId(mark);
    if (this.ended || from === 0) return;
    const counted = isCounted(mark);
    if (counted && this.last === 0) this.last = seq;
    if (isRead) this.ended = this.last > 0;
    else if (from === this.#user) this.#spoke(seq);
    else if (counted && this.count < this.#most && this.#ignored?.has(from) !== true) this.count++;
  }

  /** The user's own message, perhaps redacted: everything before it is read. */
  #spoke(seq: Seq): void {
    if (seq <= this.#since) return;
    this.own = seq;
    this.#after = seq;
    this.ended = this.last > 0;
  }
}

/** A redacted message is no longer counted. */
export function uncount({ on, tail }: Pick<Sources, 'on' | 'tail'>, { room, seq, from }: TextChanged): void {
  const mark = markOf(from, false);
  if (tail.mark(room, seq, mark)) return;
  const run = runOf(on.runBefore.get(room, seq + 1));
  if (!run) return;
  const nth = unpack(run).indexOf(seq);
  if (nth >= 0) on.saveRun.get(room, run.first, run.gaps, remark(unmark(run.marks).with(nth, mark)));
}

/** The user of a mention of all members. */
const everybody: UserId = 0;

/** Number of messages in a range that mention the user, or everybody; at most `most`. */
export function mentionsOf(
  { on }: Pick<Sources, 'on'>,
  { room, user, after, before, most, ignored }: SaidRange,
): number {
  const isIgnoring = ignored !== undefined && ignored.size > 0;
  const limit = isIgnoring ? maxLooked : most;
  const rows = [user, everybody].flatMap((each) => on.mentions.all(each, room, after, before, limit));
  const seqs = new Set(rows.map((row) => integer(row[0])));
  if (!isIgnoring) return Math.min(seqs.size, most);
  let count = 0;
  for (const seq of seqs) if (count < most && !ignored.has(integer(on.senderOf.get(seq)?.[0] ?? 0))) count++;
  return count;
}

/** The direct rooms of an account with recent messages, and the place of the last one; the latest first. */
export function recentRoomsOf({ on, tail }: Sources, account: UserId, before: Seq, most: number): readonly RoomId[] {
  const inbox = inboxOf(account);
  const rooms = new Set<RoomId>();
  let looked = 0;
  const take = (seq: Seq, mark: Mark): boolean => {
    if (seq < before) rooms.add(markedId(mark));
    return rooms.size < most && ++looked < maxLooked;
  };
  let goesOn = true;
  tail.backward(inbox, (seq, mark) => (goesOn = take(seq, mark)));
  let run = goesOn ? runOf(on.runBefore.get(inbox, before)) : undefined;
  while (run) {
    for (const mark of unmark(run.marks).reverse()) if (goesOn) goesOn = take(run.first, mark);
    run = goesOn ? runOf(on.runBefore.get(inbox, run.first)) : undefined;
  }
  return [...rooms];
}
