import type { Acting, Asked, Draft, Millis, Seq, Via } from '#chat/event.ts';
import type { Hearers } from '#chat/hub/delivery/audience.ts';
import type { Item } from '#chat/hub/format.ts';
import type { Pending } from './pending.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { QueuedDraft } from './session-drafts.ts';
import type { Answer, Ask } from '#chat/hub/session.ts';

/** A draft of a session of this node, with its answer. Its number in the run is set when it is published. */
export class PostedDraft<A extends Ask = Ask> implements Draft, Pending, QueuedDraft {
  run = '';
  nth = 0;
  settledUpto = 0;
  readonly session: number;
  readonly room: string | undefined;
  readonly via: Via | undefined;
  at: Millis = 0;
  readonly event: Asked;
  /** Set before it is published, as is `as`. */
  once: string | undefined = undefined;
  as: Acting | undefined = undefined;
  readonly seat: Seat<A>;
  /** Undefined: the chat itself has posted it for the session, and it is not answered. */
  readonly ask: A | undefined;
  readonly bytes: number;
  answer: Answer | undefined = undefined;
  /** Its place in the order, once it has one. */
  seq: Seq = 0;
  settled = false;
  given = false;
  next: Pending | undefined = undefined;
  /** The next one in its session's queue of drafts to be published. */
  nextDraft: QueuedDraft | undefined = undefined;
  /** The draft's number among all those asked for in this run. */
  asked = 0;
  /** Its cost to its session and its address: `bytes`, and more where many hear it. */
  cost = 0;
  /** The seats that hear its room, as of when it was posted. */
  hearers: Hearers | undefined = undefined;
  /** What telling it in many rooms, or changing all members of one, costs: see `toldInRooms`. */
  told = 0;
  /** How many names its text may mention. */
  names = 0;

  constructor(seat: Seat<A>, ask: A | undefined, event: Asked, room: string | undefined, bytes: number) {
    this.session = seat.id;
    this.room = room;
    this.via = seat.rules.via;
    this.event = event;
    this.seat = seat;
    this.ask = ask;
    this.bytes = bytes;
  }

  give(place: Seq): Item | undefined {
    return this.answer && this.ask !== undefined ? this.seat.session.answer(this.answer, this.ask, place) : undefined;
  }
}
