import { Buffer } from 'node:buffer';

/** One segment as it was captured. */
export interface Segment {
  readonly sequence: number;
  /** The captured part of the payload; reused for the next packet. */
  readonly payload: Buffer;
  /** Bytes after these that were not captured. */
  readonly missing: number;
  readonly fin: boolean;
  readonly identification: number;
  readonly time: bigint;
}

/** Receives the bytes of one side, in order and once. */
export interface HalfVisitor {
  bytes(bytes: Buffer, time: bigint): void;
  missing(bytes: number, time: bigint): void;
  finished(time: bigint): void;
}

/** A segment further ahead than this many bytes does not belong to the connection. */
const farthestAhead = 64 * 1024 * 1024;
/** Bytes kept until the bytes before them come. */
const maxHeld = 256 * 1024;
const maxHeldSegments = 512;
/** Within this many ns, an equal segment is a second capture of one packet: retransmissions are slower. */
const secondCapture = 5_000_000n;
/** After this many segments, acknowledged bytes that have not come count as missing. */
const maxWaited = 16;

const nothingHeld: Segment[] = [];

/** The bytes that one side sent over a TCP connection, in order. */
export class TcpHalf {
  packets = 0;
  /** Bytes of payload, each counted once. */
  bytes = 0;
  /** Segments with new payload. */
  segments = 0;
  /** Retransmitted segments. */
  retransmissions = 0;
  /** Segments that were captured twice. */
  capturedTwice = 0;
  /** Segments that came before earlier ones. */
  outOfOrder = 0;
  keepAlives = 0;
  /** Bytes that are not in the capture. */
  missing = 0;
  /** Segments with sequence numbers outside the connection. */
  strays = 0;
  /** Packets that acknowledge the number 0, as programs that build packets themselves often do. */
  zeroAcknowledgements = 0;
  fin = false;
  /** The number of the next byte. */
  #next: number | undefined;
  #begun = false;
  /** What the other side has acknowledged, beyond `#next`. */
  #acknowledged: number | undefined;
  #waited = 0;
  /** Created when needed: for most sides it is not. */
  #held: Segment[] = nothingHeld;
  #heldBytes = 0;
  /** The last segment with payload. */
  #lastSequence = -1;
  #lastLength = 0;
  #lastIdentification = 0;
  #lastTime = 0n;

  /** A SYN with this number. A repetition is not another one. */
  begin(sequence: number): void {
    this.#next = (sequence + 1) >>> 0;
    this.#begun = true;
  }

  take(segment: Segment, visitor: HalfVisitor): void {
    const length = segment.payload.length + segment.missing;
    this.#next ??= segment.sequence;
    if (length === 0 && !segment.fin) return;
    let ahead = (segment.sequence - this.#next) | 0;
    // The first packet may have been a keep-alive, whose number is one too low.
    if (ahead === 1 && !this.#begun && this.bytes === 0) {
      this.#next = segment.sequence;
      ahead = 0;
    }
    const isStray = ahead > farthestAhead || ahead < -farthestAhead || (this.fin && ahead >= 0);
    if (isStray) this.strays++;
    else if (ahead > 0) this.#hold(segment, visitor);
    else {
      this.#put(segment, ahead, visitor);
      this.#release(visitor);
    }
  }

  /** The other side has acknowledged everything before this number. */
  acknowledged(number: number, time: bigint, visitor: HalfVisitor): void {
    this.#next ??= number;
    const ahead = (number - this.#next) | 0;
    if (ahead <= 0 || ahead > farthestAhead) {
      if (this.#acknowledged !== undefined && ((this.#acknowledged - this.#next) | 0) <= 0)
        this.#acknowledged = undefined;
      return;
    }
    if (this.#acknowledged === undefined) this.#waited = 0;
    this.#acknowledged = number;
    if (++this.#waited > maxWaited) this.#skipAcknowledged(time, visitor);
  }

  /** The capture ends: passes on kept bytes, and reports acknowledged bytes as missing. */
  end(time: bigint, visitor: HalfVisitor): void {
    while (this.#held.length > 0) this.#skip(time, visitor);
    this.#skipAcknowledged(time, visitor);
  }

  #put(segment: Segment, ahead: number, visitor: HalfVisitor): void {
    const { payload, time } = segment;
    const length = payload.length + segment.missing;
    const known = -ahead;
    if (known >= length && length > 0) this.#old(segment, known, length);
    else if (length > 0) {
      if (known > 0) this.retransmissions++;
      const fresh = payload.subarray(known);
      const missing = length - known - fresh.length;
      this.#lastSequence = segment.sequence;
      this.#lastLength = length;
      this.#lastIdentification = segment.identification;
      this.#lastTime = time;
      this.#advance(fresh.length);
      this.segments++;
      this.bytes += fresh.length;
      if (fresh.length > 0) visitor.bytes(fresh, time);
      if (missing > 0) this.#miss(missing, time, visitor);
    }
    const end = (segment.sequence + length) >>> 0;
    if (segment.fin && !this.fin && end === this.#next) {
      this.fin = true;
      this.#advance(1);
      visitor.finished(time);
    }
  }

  /** Its bytes have all come before. */
  #old(segment: Segment, known: number, length: number): void {
    const { sequence, identification, time } = segment;
    const same = this.#lastSequence === sequence && this.#lastLength === length;
    const twice =
      identification !== 0 ? identification === this.#lastIdentification : time - this.#lastTime < secondCapture;
    if (same && twice) this.capturedTwice++;
    else if (length === 1 && known === 1) this.keepAlives++;
    else this.retransmissions++;
  }

  #hold(segment: Segment, visitor: HalfVisitor): void {
    const found = this.#held.findLastIndex((one) => ((segment.sequence - one.sequence) | 0) >= 0);
    const before = this.#held[found];
    if (before?.sequence === segment.sequence && before.payload.length === segment.payload.length) {
      this.retransmissions++;
      return;
    }
    if (found !== this.#held.length - 1) this.outOfOrder++;
    if (this.#held === nothingHeld) this.#held = [];
    this.#held.splice(found + 1, 0, { ...segment, payload: Buffer.from(segment.payload) });
    this.#heldBytes += segment.payload.length;
    while (this.#heldBytes > maxHeld || this.#held.length > maxHeldSegments) this.#skip(segment.time, visitor);
  }

  /** Passes on kept bytes whose turn it is. */
  #release(visitor: HalfVisitor): void {
    for (let [first] = this.#held; first; [first] = this.#held) {
      const ahead = (first.sequence - (this.#next ?? 0)) | 0;
      if (ahead > 0) return;
      this.outOfOrder++;
      this.#shift(first, ahead, visitor);
    }
  }

  #shift(first: Segment, ahead: number, visitor: HalfVisitor): void {
    this.#held.shift();
    this.#heldBytes -= first.payload.length;
    this.#put(first, ahead, visitor);
  }

  /** Reports the bytes before the first kept ones as missing, and continues with those. */
  #skip(time: bigint, visitor: HalfVisitor): void {
    const [first] = this.#held;
    if (!first) return;
    const ahead = (first.sequence - (this.#next ?? 0)) | 0;
    if (ahead > 0) this.#miss(ahead, time, visitor);
    this.#shift(first, Math.min(0, ahead), visitor);
    for (let [next] = this.#held; next; [next] = this.#held) {
      const further = (next.sequence - (this.#next ?? 0)) | 0;
      if (further > 0) return;
      this.#shift(next, further, visitor);
    }
  }

  #skipAcknowledged(time: bigint, visitor: HalfVisitor): void {
    const acknowledged = this.#acknowledged;
    this.#acknowledged = undefined;
    if (acknowledged === undefined) return;
    for (let ahead = this.#until(acknowledged); ahead > 0; ahead = this.#until(acknowledged)) {
      const [first] = this.#held;
      const gap = first ? (first.sequence - (this.#next ?? 0)) | 0 : Number.POSITIVE_INFINITY;
      if (gap <= ahead) this.#skip(time, visitor);
      else if (ahead === 1) {
        // A FIN also takes a number: the missing byte is a FIN that is not in the capture.
        this.#advance(1);
      } else this.#miss(ahead, time, visitor);
    }
  }

  #until(number: number): number {
    return (number - (this.#next ?? 0)) | 0;
  }

  #miss(bytes: number, time: bigint, visitor: HalfVisitor): void {
    this.missing += bytes;
    this.#advance(bytes);
    visitor.missing(bytes, time);
  }

  #advance(bytes: number): void {
    this.#next = ((this.#next ?? 0) + bytes) >>> 0;
  }
}
