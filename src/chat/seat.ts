import type { Asked, Draft, Millis, RoomId, Seq, UserId } from './event.ts';
import { openRules, type Rules } from './rules.ts';
import type { Slice } from './segment.ts';
import type { Answer, Frame, Session } from './session.ts';

/** What a session waits for, in the order asked: answers to its drafts, and what is said on the spot behind them. */
export interface Pending {
  /** Counts against the session's and the common bound while it waits. */
  readonly bytes: number;
  /** Its turn can come. */
  settled: boolean;
  next: Pending | undefined;
  /** Called once, when all that was asked earlier has been given. */
  give(): Frame | undefined;
}

/** From where a session reads on: entries with a greater seq. */
export interface CatchUp {
  /** In the channels it hears. */
  readonly rooms: Seq;
  /** In private. */
  readonly inbox: Seq;
  /** What is older than this in private was said while the account was away. */
  readonly back: Seq;
}

/** What the hub keeps of a session. `A` is what the session asks with. */
export class Seat<A = unknown> {
  /** Its number within the run. */
  readonly id: number;
  readonly session: Session<A>;
  readonly rules: Rules;
  /** From where its peer came, as text; what counts wrong passwords. */
  readonly address: string;
  /** 0 until it has come. */
  user: UserId = 0;
  /** Channels it hears. */
  heard: readonly RoomId[] = hearsNothing;
  /** Its user has an account. */
  account = false;
  /** Reads what it missed, and hears nothing live. */
  behind = false;
  /** From where. */
  catchUp: CatchUp | undefined = undefined;
  /** It was written private words that no delivery cursor counts yet. */
  unsaved = false;
  /** Entries it was answered with while behind: not to be read again. */
  answered: Set<Seq> | undefined = undefined;
  closing = false;
  /** Passwords of its that are being looked at; it ends behind them. */
  checks = 0;
  /** Ends the time it has to wait until its password is looked at. */
  hurry: (() => void) | undefined = undefined;
  /** Waits to be resumed. */
  held = false;
  /** Asked and not yet answered. */
  waiting = 0;
  waitingBytes = 0;
  /** A draft was published, and it is not known yet whether it is in the order. */
  uncertain = false;
  /** What was asked behind it. */
  unpublished: Posted[] | undefined = undefined;
  first: Pending | undefined = undefined;
  last: Pending | undefined = undefined;
  /** A list of it alone, once somebody has asked for one. */
  alone: readonly Seat[] | undefined = undefined;
  /** What the batch brings it: shared, or of its own making once there is more than one piece. */
  shared: readonly Frame[] | undefined = undefined;
  own: (Frame | Slice)[] | undefined = undefined;

  constructor(id: number, session: Session<A>, rules: Rules = openRules, address = '') {
    this.id = id;
    this.session = session;
    this.rules = rules;
    this.address = address;
  }

  get idle(): boolean {
    return this.first === undefined;
  }
}

export const hearsNothing: readonly RoomId[] = [];

/** A draft asked for by a session of this node, with what it is answered by. Its place in the run is put in as it is posted. */
export class Posted<A = unknown> implements Draft, Pending {
  run = '';
  nth = 0;
  settledUpto = 0;
  readonly session: number;
  readonly room: string | undefined;
  at: Millis = 0;
  readonly event: Asked;
  readonly seat: Seat<A>;
  readonly ask: A;
  readonly bytes: number;
  answer: Answer | undefined = undefined;
  settled = false;
  next: Pending | undefined = undefined;

  constructor(seat: Seat<A>, ask: A, event: Asked, room: string | undefined, bytes: number) {
    this.session = seat.id;
    this.room = room;
    this.event = event;
    this.seat = seat;
    this.ask = ask;
    this.bytes = bytes;
  }

  give(): Frame | undefined {
    return this.answer && this.seat.session.answer(this.answer, this.ask);
  }
}
