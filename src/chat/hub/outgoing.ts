import { type Frame, joinFrames } from '#text/frames.ts';
import type { Entry, RoomRef } from '#chat/event.ts';
import type { Pending, Seat } from './seat.ts';
import { type Segment, Slice } from './segment.ts';
import type { As, Render } from './session.ts';

/** A dialect's own code threw: our bug, and that session's end. */
export type OnBug = (error: unknown, seat: Seat) => void;

/** What one delivery brings to each seat, until it is flushed: one `send` a seat. */
export class Outgoing {
  readonly #touched: Seat[] = [];
  readonly #onBug: OnBug;

  constructor(onBug: OnBug) {
    this.#onBug = onBug;
  }

  /** The very same array for all who get just this. */
  share(seat: Seat, frames: readonly Frame[]): void {
    if (seat.own) seat.own.push(...frames);
    else if (seat.shared) {
      seat.own = [...seat.shared, ...frames];
      seat.shared = undefined;
    } else {
      this.#touched.push(seat);
      seat.shared = frames;
    }
  }

  push(seat: Seat, frame: Frame): void {
    seat.unsent += frame.length;
    this.#own(seat).push(frame);
  }

  slice(seat: Seat, segment: Segment, from: number, to: number): void {
    this.#own(seat).push(new Slice(segment, from, to));
  }

  /** Writes. Returns how many seats were written to. `written` is called with each of them. */
  flush(written: (seat: Seat) => void): number {
    let writes = 0;
    for (const seat of this.#touched) {
      const { shared, own = [] } = seat;
      seat.shared = undefined;
      seat.own = undefined;
      seat.unsent = 0;
      try {
        const frames = shared ?? unfold(seat, own);
        if (frames.length === 0) continue;
        writes++;
        seat.session.send(frames);
        written(seat);
      } catch (error) {
        this.#onBug(error, seat);
      }
    }
    return writes;
  }

  /** An entry for one seat alone. Returns how many bytes it is. */
  show(seat: Seat, entry: Entry, as: As): number {
    try {
      const frame = seat.session.render(entry, as);
      if (frame) this.push(seat, frame);
      return frame?.length ?? 0;
    } catch (error) {
      this.#onBug(error, seat);
      return 0;
    }
  }

  /** What is the same for a whole group. Where it cannot be made, all who should have had it are ended. */
  render(render: Render, entry: Entry, seats: Iterable<Seat>): Frame | undefined {
    try {
      return render(entry, 'other');
    } catch (error) {
      for (const seat of seats) this.#onBug(error, seat);
      return undefined;
    }
  }

  /** A room's bytes for one kind of listener. Where they cannot be made, all who should have had them are ended. */
  encode(segment: Segment, render: Render, seats: ReadonlySet<Seat>): readonly Frame[] {
    try {
      return segment.encoding(render).whole;
    } catch (error) {
      for (const seat of seats) this.#onBug(error, seat);
      return [];
    }
  }

  /** What a session says to it: what a dialect's code throws ends its own session and nothing else. */
  ask(seat: Seat, pending: Pending): Frame | undefined {
    try {
      return pending.give();
    } catch (error) {
      this.#onBug(error, seat);
      return undefined;
    }
  }

  hears(seat: Seat, room: RoomRef): boolean {
    try {
      return seat.session.hears(room);
    } catch (error) {
      this.#onBug(error, seat);
      return false;
    }
  }

  #own(seat: Seat): (Frame | Slice)[] {
    if (seat.own) return seat.own;
    if (!seat.shared) this.#touched.push(seat);
    seat.own = seat.shared ? [...seat.shared] : [];
    seat.shared = undefined;
    return seat.own;
  }
}

/** Slices become bytes once their segments are complete. */
function unfold(seat: Seat, items: readonly (Frame | Slice)[]): readonly Frame[] {
  const [only] = items;
  if (items.length === 1 && only && !(only instanceof Slice)) return [only];
  const frames: Frame[] = [];
  for (const item of items) {
    if (!(item instanceof Slice)) frames.push(item);
    else {
      const encoding = item.segment.encoding(seat.session.render);
      if (!seat.session.joinable) frames.push(...encoding.singles(item.from, item.to));
      else if (encoding.whole.length > 0) {
        const piece = encoding.piece(item.from, item.to);
        if (piece.length > 0) frames.push(piece);
      }
    }
  }
  return seat.session.joinable && frames.length > 1 ? [joinFrames(frames)] : frames;
}
