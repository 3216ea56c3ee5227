import { type Payload, type Ref, types } from '../talk-codec.ts';

/** Entries kept of one answer: more than any request asks for. */
const maxPast = 1000;

/** The answer to a request. */
export interface Answer {
  readonly payload: Payload;
  /** It was refused; the payload says why. */
  readonly refused: boolean;
  /** The entries that came before it, the oldest first. */
  readonly past: readonly Payload[];
}

interface Waiting {
  readonly heard: (answer: Answer) => void;
  readonly past: Payload[];
}

/** The requests of a connection that are not answered yet. */
export class PendingRequests {
  readonly #waiting = new Map<Ref, Waiting>();

  add(ref: Ref, heard: (answer: Answer) => void): void {
    this.#waiting.set(ref, { heard, past: [] });
  }

  /** Takes a PDU that answers one of them. False if it does not. */
  take(mtype: number, payload: Payload, ref: Ref | undefined): boolean {
    const waiting = ref === undefined ? undefined : this.#waiting.get(ref);
    if (!waiting || ref === undefined) return false;
    if (mtype === types.past) {
      if (waiting.past.length < maxPast) waiting.past.push(payload);
      return true;
    }
    this.#waiting.delete(ref);
    waiting.heard({ payload, refused: mtype === types.error, past: waiting.past });
    return true;
  }
}
