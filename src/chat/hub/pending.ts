import type { Acting, Asked, Draft, Millis, Seq, Via } from '#chat/event.ts';
import type { Answered } from './answers.ts';
import type { Hearers } from './audience.ts';
import type { Item } from './format.ts';
import type { Seat } from './seat.ts';
import type { Answer, Ask } from './session.ts';

/** What a session waits for, in the order asked: answers to its drafts, and answers that are made on the spot. */
export interface Pending {
  /** Counts against the session's and the common bound while it waits. */
  readonly bytes: number;
  /** Whether it is ready to be given. */
  settled: boolean;
  next: Pending | undefined;
  /** Called when all earlier answers have been given; again as long as there is `more`. `place`: as in `Session.answer`. */
  give(place: Seq): Item | undefined;
  readonly more?: boolean;
}

/** Frames for one session that answer no draft, made piece by piece as its peer takes them. */
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

/** An action that runs once all earlier answers have been given. Needs no room, because nothing is written. */
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

/** A draft of a session of this node, with its answer. Its number in the run is set when it is published. */
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
  readonly as: Acting | undefined;
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
  nextDraft: Posted | undefined = undefined;
  /** Its number among all drafts asked for in this run. */
  asked = 0;
  /** Its cost to its session and its address: `bytes`, and more where many hear it. */
  cost = 0;
  /** The seats that hear its room, as of when it was posted. */
  hearers: Hearers | undefined = undefined;

  constructor(
    seat: Seat<A>,
    ask: A | undefined,
    event: Asked,
    room: string | undefined,
    bytes: number,
    once?: string,
    as?: Acting,
  ) {
    this.session = seat.id;
    this.room = room;
    this.via = seat.rules.via;
    this.event = event;
    this.once = once;
    this.as = as;
    this.seat = seat;
    this.ask = ask;
    this.bytes = bytes;
  }

  give(place: Seq): Item | undefined {
    return this.answer && this.ask !== undefined ? this.seat.session.answer(this.answer, this.ask, place) : undefined;
  }
}
