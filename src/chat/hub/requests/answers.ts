import type { Verdict } from '#chat/outcome.ts';
import { type FairTurns, hasSpace } from '#chat/hub/turns/fair-turns.ts';
import type { Item } from '#chat/hub/format.ts';
import type { Intake } from './intake.ts';
import type { DeliveredPlaces } from '#chat/hub/delivery/delivered-places.ts';
import { type Answered, PendingAction } from './pending-action.ts';
import type { Pending } from './pending.ts';
import { PostedDraft } from './posted-draft.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';

/** What giving answers needs of the hub. */
export interface Answering {
  readonly intake: Intake;
  readonly turns: FairTurns;
  readonly places: DeliveredPlaces;
}

/**
 * Gives a seat its answers that are ready, in the order asked. An answer that is made on the spot waits for room in the
 * outbox and holds back the later ones: then this returns false. A seat that is behind is answered up to where it has
 * read.
 */
export function giveAnswers(seat: Seat, { intake, turns, places }: Answering, delivery: Answered): boolean {
  const { out } = delivery;
  const place = seat.behind ? seat.behind.first.reached : places.complete;
  for (let head = seat.requests.first; head?.settled; head = seat.requests.first) {
    if (head instanceof PostedDraft && isAhead(head, seat)) return true;
    if (head instanceof PostedDraft && !isLong(head)) {
      intake.shift(seat, head);
      head.given = true;
      const frame = out.ask(seat, head, place);
      if (frame) out.push(seat, frame);
      continue;
    }
    if (head instanceof PendingAction && !head.isLong) {
      intake.shift(seat, head);
      head.do(delivery, seat);
      continue;
    }
    if (turns.spent || !hasSpace(seat)) {
      turns.add(seat);
      return false;
    }
    const given = head;
    if (given instanceof PendingAction) {
      intake.shift(seat, given);
      turns.make(
        seat,
        () => given.do(delivery, seat),
        () => 0,
      );
      continue;
    }
    const frame = turns.make(seat, () => out.ask(seat, given, place), sizeOf);
    if (frame) out.push(seat, frame);
    if (given instanceof PostedDraft) given.given = true;
    if (!hasMore(given)) intake.shift(seat, given);
  }
  return true;
}

/** It takes so long to make that it is made within the budget of a turn, as answers that are made on the spot. */
const isLong = ({ event, seat }: PostedDraft): boolean => event.kind === 'came' && seat.format.longWelcome === true;

/** The seat has not read all entries before it yet. */
function isAhead(posted: PostedDraft, seat: Seat): boolean {
  const behind = seat.behind?.first;
  return behind !== undefined && posted.seq > Math.max(behind.since, behind.reached);
}

const hasMore = ({ more }: Pending): boolean => more === true;

const sizeOf = (frame: Item | undefined): number => frame?.length ?? 0;

/** The answer to a draft, from its verdict. */
export function answerOf(verdict: Verdict): Answer {
  switch (verdict.kind) {
    case 'entry':
      return verdict;
    case 'no-op':
      return { kind: 'no-op', user: verdict.user, ...(verdict.room && { room: verdict.room }) };
    case 'refusal':
      return verdict;
    case 'again':
      return { kind: 'again', seq: verdict.seq };
    case 'applied':
    case 'repeated':
      return { kind: 'applied' };
  }
}
