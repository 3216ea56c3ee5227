import type { Seq } from '#chat/event.ts';
import type { Item } from '#chat/hub/format.ts';

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
