import type { Format, Item } from './format.ts';
import type { Asked, Draft, Millis, RoomId, Seq, UserId, Via } from '#chat/event.ts';
import type { Answered } from './answers.ts';
import type { Behind } from './behind.ts';
import type { Hearers } from './audience.ts';
import { Origin } from './origin.ts';
import type { Allowance } from './rates.ts';
import type { TurnTaker } from './rotation.ts';
import { openRules, type Rules } from '#chat/rules.ts';
import type { Slice } from './segment.ts';
import type { Answer, Ask, Session } from './session.ts';

/** What a session waits for, in the order asked: answers to its drafts, and what is made on the spot behind them. */
export interface Pending {
  /** Counts against the session's and the common bound while it waits. */
  readonly bytes: number;
  /** Its turn can come. */
  settled: boolean;
  next: Pending | undefined;
  /** Called when all that was asked earlier has been given; again as long as there is `more`. `place`: as in `Session.answer`. */
  give(place: Seq): Item | undefined;
  readonly more?: boolean;
}

/** What a session is to be told beside answers, made piece by piece as its peer takes it. */
export type Frames<F extends Item = Item> = Iterator<F | undefined> | (() => F | undefined);

/** Frames for one session, made one by one as its peer takes them. */
export class Saying implements Pending {
  readonly bytes: number;
  readonly settled = true;
  next: Pending | undefined = undefined;
  more = false;
  readonly #frames: Frames;

  constructor(bytes: number, frames: Frames) {
    this.bytes = bytes;
    this.#frames = frames;
  }

  give(): Item | undefined {
    if (typeof this.#frames === 'function') return this.#frames();
    const { value, done } = this.#frames.next();
    this.more = done !== true;
    return done === true ? undefined : value;
  }
}

/** Something that is done once all that was asked earlier has been given. Needs no room, because nothing is written. */
export class Deed implements Pending {
  readonly bytes = 0;
  readonly settled = true;
  next: Pending | undefined = undefined;
  readonly #run: (delivery: Answered) => void;

  constructor(run: (delivery: Answered) => void) {
    this.#run = run;
  }

  do(delivery: Answered): void {
    this.#run(delivery);
  }

  give(): undefined {
    return undefined;
  }
}

/** What the hub keeps of a session. `A` is what the session asks with, `F` what it is handed. */
export class Seat<A extends Ask = Ask, F extends Item = Item> implements TurnTaker<Seat> {
  /** Its number within the run. */
  readonly id: number;
  readonly session: Session<A, F>;
  format: Format<F>;
  readonly rules: Rules;
  /** From where its peer came, as text; what counts wrong passwords. */
  readonly address: string;
  /** What it shares with the other sessions from there. */
  readonly origin: Origin;
  /** 0 until it has come. */
  user: UserId = 0;
  /** Channels it hears. */
  heard: readonly RoomId[] = noRooms;
  /** Channels it has asked for, and did not leave itself: it hears them whenever its user is a member. */
  wanted: readonly RoomId[] = noRooms;
  /** Its user has an account. */
  account = false;
  /** What it has to read while it hears nothing live. */
  behind: Behind | undefined = undefined;
  /** It was written private words that no delivery cursor counts yet. */
  unsaved = false;
  /** Its peer asks nothing more: it goes once all it has asked is done, and its mail is written. */
  ending = false;
  /** It is over: it goes once what it has posted is in the order. */
  closing = false;
  /** Its going is in the order: it is over once its answers are given. */
  gone = false;
  /** Why nothing more is taken from it: it comes, or its dialect does something that the next thing depends on. */
  holds = 0;
  /** Passwords of its that wait or are being looked at; it goes behind them. */
  checks = 0;
  /** What it may still ask, once it has asked anything and where that is limited. */
  allowance: Allowance | undefined = undefined;
  /** Waits to be resumed. */
  held = false;
  /** Asked and not yet answered. */
  waiting = 0;
  waitingBytes = 0;
  /** A draft was published, and it is not known yet whether it is in the order. */
  uncertain = false;
  /** Drafts that wait to be published, and the session's place among others that have some. */
  firstDraft: Posted | undefined = undefined;
  lastDraft: Posted | undefined = undefined;
  nextInTurn: Seat | undefined = undefined;
  previousInTurn: Seat | undefined = undefined;
  credit = 0;
  first: Pending | undefined = undefined;
  last: Pending | undefined = undefined;
  /** Bytes that the delivery under way has for it, and has not written yet. */
  unsent = 0;
  /** A list of it alone, once somebody has asked for one. */
  alone: readonly Seat[] | undefined = undefined;
  /** What the batch brings it: shared, or of its own making once there is more than one piece. */
  shared: readonly Item[] | undefined = undefined;
  own: (Item | Slice)[] | undefined = undefined;

  constructor(
    id: number,
    session: Session<A, F>,
    rules: Rules = openRules,
    address = '',
    origin: Origin = new Origin(),
  ) {
    this.id = id;
    this.session = session;
    this.format = session.format;
    this.rules = rules;
    this.address = address;
    this.origin = origin;
  }

  /** What is said to its user in private is handed over to it as it comes. */
  get takesPrivate(): boolean {
    return this.format.takesMail || !this.account;
  }

  get idle(): boolean {
    return this.first === undefined;
  }
}

export const noRooms: readonly RoomId[] = [];

/** A draft asked for by a session of this node, with what it is answered by. Its place in the run is put in as it is published. */
export class Posted<A extends Ask = Ask> implements Draft, Pending {
  run = '';
  nth = 0;
  settledUpto = 0;
  readonly session: number;
  readonly room: string | undefined;
  readonly via: Via | undefined;
  at: Millis = 0;
  readonly event: Asked;
  readonly once: string | undefined;
  readonly seat: Seat<A>;
  /** Undefined: the chat itself has asked it for the session, and nobody is answered. */
  readonly ask: A | undefined;
  readonly bytes: number;
  answer: Answer | undefined = undefined;
  /** Its place in the order, once it has one. */
  seq: Seq = 0;
  settled = false;
  given = false;
  next: Pending | undefined = undefined;
  /** Behind it in its session's queue of drafts to be published. */
  nextDraft: Posted | undefined = undefined;
  /** How many were asked for in this run before it, and it. */
  asked = 0;
  /** What it costs its session and its address: `bytes`, and more where many hear it. */
  cost = 0;
  /** Who hears it in its room, as it was asked for. */
  hearers: Hearers | undefined = undefined;

  constructor(seat: Seat<A>, ask: A | undefined, event: Asked, room: string | undefined, bytes: number, once?: string) {
    this.session = seat.id;
    this.room = room;
    this.via = seat.rules.via;
    this.event = event;
    this.once = once;
    this.seat = seat;
    this.ask = ask;
    this.bytes = bytes;
  }

  give(place: Seq): Item | undefined {
    return this.answer && this.ask !== undefined ? this.seat.session.answer(this.answer, this.ask, place) : undefined;
  }
}
