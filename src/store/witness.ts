import { close, closeSync, constants, openSync, readFileSync, write, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '#chat/clock.ts';
import type { Millis, Seq } from '#chat/event.ts';
import type { Place } from '#chat/store.ts';

/** How far the order was shown, as it is written down beside the database. */
export interface Witnessed {
  readonly epoch: string;
  readonly seq: Seq;
  /** The server was stopped, and all of it is in the database's own file. */
  readonly clean: boolean;
}

export const witnessName = 'witness';

/** At most so long behind what was shown. */
const every: Millis = 1000;
/** Always as long, so that it is written over in one piece and a full disk does not matter. */
const length = 256;

/** Undefined when there is none, or a power cut has left none that can be read. */
export function readWitness(dir: string): Witnessed | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dir, witnessName), 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { epoch, seq, clean }: { epoch?: unknown; seq?: unknown; clean?: unknown } = value;
    if (typeof epoch !== 'string' || typeof seq !== 'number' || typeof clean !== 'boolean') return undefined;
    return { epoch, seq, clean };
  } catch {
    return undefined;
  }
}

/**
 * A WAL that was cut short looks like that of a server that was killed earlier: SQLite goes on without a word. So how
 * far the order was shown is written down each second in which it went on, unsynced, to be compared at the next start.
 */
export class Witness {
  readonly #file: string;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #failed: (error: unknown) => void;
  #fd: number | undefined;
  #place: Place | undefined;
  #callOff: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  /** `failed`: it cannot be written, which stops nothing. Called once. */
  constructor(dir: string, clock: Pick<Clock, 'after'>, failed: (error: unknown) => void) {
    this.#file = join(dir, witnessName);
    this.#clock = clock;
    this.#failed = failed;
    this.#attempt(() => {
      const { O_RDWR, O_CREAT } = constants;
      this.#fd = openSync(this.#file, O_RDWR | O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
    });
  }

  /** Everything up to there may have been shown. */
  saw(place: Place): void {
    if (place.epoch === '' || place === this.#place || this.#fd === undefined) return;
    this.#place = place;
    this.#callOff ??= this.#clock.after(every, () => {
      this.#callOff = undefined;
      this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    });
  }

  async #write(): Promise<void> {
    if (this.#fd === undefined || !this.#place) return;
    try {
      await promisify(write)(this.#fd, contentOf(this.#place, false), 0, length, 0);
    } catch (error) {
      this.#give(error);
    }
  }

  /** `clean`: where the database's own file ends, if it has all that was ever committed. */
  async close(clean: Place | undefined): Promise<void> {
    this.#callOff?.();
    await this.#writing;
    const fd = this.#fd;
    if (fd === undefined) return;
    this.#attempt(() => {
      if (clean && clean.epoch !== '') writeSync(fd, contentOf(clean, true), 0, length, 0);
      this.#fd = undefined;
      closeSync(fd);
    });
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#give(error);
    }
  }

  #give(error: unknown): void {
    const fd = this.#fd;
    this.#fd = undefined;
    // What was wrong with it is told already.
    if (fd !== undefined) close(fd, () => {});
    this.#failed(error);
  }
}

const contentOf = ({ epoch, seq }: Place, clean: boolean): Buffer => {
  const content: Witnessed = { epoch, seq, clean };
  return Buffer.from(`${JSON.stringify(content).padEnd(length - 1)}\n`);
};
