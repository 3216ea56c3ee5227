import { Buffer } from 'node:buffer';

import type { Pattern } from './bytes.ts';
import type { Complaint } from './transcript-failure.ts';
import { match } from './match-bytes.ts';
import type { Wire, WireEnd } from './transcript-server.ts';

/** The value of a promise, or `late`. */
export type Timely<T> = { readonly late: false; readonly value: T } | { readonly late: true };

/** Waits for a promise, at most until `deadline` (in `performance.now` time). */
export async function until<T>(deadline: number, promise: Promise<T>): Promise<Timely<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Timely<T>>((resolve) => {
    const giveUp = (): void => resolve({ late: true });
    // If this process was busy, input that arrived meanwhile is read before the immediate.
    timer = setTimeout(() => setImmediate(giveUp), Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([promise.then((value): Timely<T> => ({ late: false, value })), late]);
  } finally {
    clearTimeout(timer);
  }
}

type Heard = 'bytes' | 'end' | 'late';

/** The most unexpected bytes that are kept, so that a peer may send endlessly. */
const maxHeard = 1 << 20;

/** An actor with a link: keeps what was received and not expected yet. Deadlines are in `performance.now` time. */
export class Actor {
  readonly name: string;
  /** The index of the last line about this actor. */
  line: number;
  readonly #wire: Wire;
  #heard: Uint8Array = new Uint8Array();
  #end: WireEnd | undefined;
  /** A read that timed out continues, so that its bytes are not lost. */
  #reading: Promise<Uint8Array | WireEnd> | undefined;
  readonly #peer: string;
  #hungUp = false;

  /** `peer`: the word for the other end, in sentences. */
  constructor(name: string, wire: Wire, line: number, peer = 'the server') {
    this.name = name;
    this.line = line;
    this.#wire = wire;
    this.#peer = peer;
  }

  async writes(bytes: Uint8Array, deadline: number): Promise<Complaint | undefined> {
    const written = await until(deadline, this.#wire.write(bytes));
    return written.late ? { says: `${this.#peer} did not read what ${this.name} wrote` } : undefined;
  }

  /** Bytes that get a name for the first time are added to `names`. */
  async hears(pattern: Pattern, names: Map<string, Uint8Array>, deadline: number): Promise<Complaint | undefined> {
    let found = match(pattern, this.#heard);
    let next: Heard = 'bytes';
    while (found.verdict === 'part' && next === 'bytes') {
      next = await this.#listen(deadline);
      found = match(pattern, this.#heard);
    }
    if (found.verdict === 'whole') {
      for (const [name, bytes] of found.named ?? []) names.set(name, bytes);
      this.#heard = this.#heard.subarray(found.heard);
      return undefined;
    }
    const says: Record<Heard, string> = {
      bytes: `${this.name} hears something else`,
      end: `${this.#ended()} before ${this.name} has heard this`,
      late: `${this.name} does not hear this in time`,
    };
    return { says: says[next], heard: this.#heard, expected: { pattern, match: found } };
  }

  async takes(count: number, deadline: number): Promise<Uint8Array | Complaint> {
    let next: Heard = 'bytes';
    while (this.#heard.length < count && next === 'bytes') next = await this.#listen(deadline);
    if (this.#heard.length < count) {
      const [why, got] = [next === 'end' ? `: ${this.#ended()}` : ' in time', this.#heard.length];
      return { says: `${this.name} hears only ${got} of ${count} bytes${why}`, heard: this.#heard };
    }
    const taken = this.#heard.slice(0, count);
    this.#heard = this.#heard.subarray(count);
    return taken;
  }

  /** Reads until nothing has come for `quiet` ms; a complaint if nothing comes by `deadline`. */
  async collects(quiet: number, deadline: number): Promise<Uint8Array | Complaint> {
    let next: Heard = this.#heard.length > 0 ? 'bytes' : await this.#listen(deadline);
    if (this.#heard.length === 0) {
      return { says: next === 'end' ? `${this.#ended()} without a word` : `${this.name} hears nothing in time` };
    }
    while (next === 'bytes') next = await this.#listen(performance.now() + quiet);
    const taken = this.#heard;
    this.#heard = new Uint8Array();
    return taken;
  }

  /** Expects that the server ends the link in this way, with no bytes before. */
  async hearsEnd(how: WireEnd, deadline: number): Promise<Complaint | undefined> {
    const complaint = await this.#hearsOut(deadline, `before ${this.#peer} ${how === 'closed' ? 'closes' : 'resets'}`);
    if (complaint || this.#end === how) return complaint;
    return { says: `${this.#ended()}, expected was ${how === 'closed' ? 'an orderly end' : 'a reset'}` };
  }

  hangsUp(): void {
    this.#hungUp = true;
    this.#wire.hangUp();
  }

  /** Cuts the link off. Bytes received and not expected are still an error. */
  async isCutOff(): Promise<Complaint | undefined> {
    let more = await this.#listen(0);
    while (more === 'bytes') more = await this.#listen(0);
    this.#end = 'reset';
    this.#hungUp = true;
    this.#wire.cutOff();
    return this.#silence('before being cut off');
  }

  /** Closes and reads the rest, which must be empty. The link must end, in any way. */
  async leaves(deadline: number): Promise<Complaint | undefined> {
    if (!this.#hungUp) this.hangsUp();
    return await this.#hearsOut(deadline, 'after the last line about it');
  }

  /** Expects silence until `deadline`; the end of the link is allowed. */
  async staysSilent(deadline: number): Promise<Complaint | undefined> {
    let more = await this.#listen(deadline);
    while (more === 'bytes') more = await this.#listen(deadline);
    return this.#silence('after the last line about it');
  }

  /** Expects the end of a link to a server that has stopped, with no bytes before. */
  async isLeft(deadline: number): Promise<Complaint | undefined> {
    const complaint = await this.#hearsOut(deadline, 'before the server restarts');
    this.release();
    return complaint;
  }

  /** Ends the link, unless it has ended. */
  release(): void {
    this.#hungUp = true;
    if (this.#wire.leave && this.#end !== 'reset') this.#wire.leave();
    else this.#wire.cutOff();
  }

  async #hearsOut(deadline: number, when: string): Promise<Complaint | undefined> {
    let more = await this.#listen(deadline);
    while (more === 'bytes') more = await this.#listen(deadline);
    const complaint = this.#silence(when);
    if (complaint || more === 'end') return complaint;
    return { says: `${this.#peer} does not close ${this.name}'s link in time` };
  }

  #silence(when: string): Complaint | undefined {
    if (this.#heard.length === 0) return undefined;
    return { says: `${this.name} hears what nobody expected, ${when}`, heard: this.#heard };
  }

  #ended(): string {
    return this.#end === 'closed' ? `${this.#peer} closes ${this.name}'s link` : `${this.name}'s link is reset`;
  }

  async #listen(deadline: number): Promise<Heard> {
    if (this.#end !== undefined) return 'end';
    if (this.#heard.length > maxHeard) return 'late';
    this.#reading ??= this.#wire.read();
    const next = await until(deadline, this.#reading);
    if (next.late) return 'late';
    this.#reading = undefined;
    if (typeof next.value === 'string') {
      this.#end = next.value;
      return 'end';
    }
    this.#heard = Uint8Array.from(Buffer.concat([this.#heard, next.value]));
    return 'bytes';
  }
}
