import type { Clock, Place } from '#chat/ports.ts';
import { closeSync, constants, openSync, readFileSync, write, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Millis, Seq } from '#chat/event.ts';

/** The record of the last shown place, in a file next to the database. */
export interface ShownPlace {
  readonly epoch: string;
  readonly seq: Seq;
  /** The server was stopped regularly, and the database file contains everything. */
  readonly clean: boolean;
}

const shownPlaceName = 'witness';

/** The record is at most this much older than what was shown, in ms. */
const every: Millis = 1000;
/** A fixed length, so that the record is overwritten in one write and needs no more space on a full disk. */
const length = 256;

/** Undefined: there is none, or a power cut has damaged it. */
export function readShownPlace(dir: string): ShownPlace | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dir, shownPlaceName), 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { epoch, seq, clean }: { epoch?: unknown; seq?: unknown; clean?: unknown } = value;
    if (typeof epoch !== 'string' || typeof seq !== 'number' || typeof clean !== 'boolean') return undefined;
    return { epoch, seq, clean };
  } catch {
    return undefined;
  }
}

/**
 * A truncated WAL looks like the WAL of a server that was killed earlier, and SQLite reports no error. So the last
 * shown place is written to a file, without sync, in each second in which it changed, and compared at the next start.
 */
export class ShownPlaceFile {
  readonly #file: string;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #failed: (error: unknown) => void;
  readonly #wrote: () => Promise<void>;
  #fd: number | undefined;
  #broken = false;
  #place: Place | undefined;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  /**
   * `failed`: called once if the record cannot be written; the server continues. `wrote`: called after each second in
   * which something was shown; never rejects. The file is created by the first write.
   */
  constructor(
    dir: string,
    clock: Pick<Clock, 'after'>,
    failed: (error: unknown) => void,
    wrote: () => Promise<void> = async () => {},
  ) {
    this.#file = join(dir, shownPlaceName);
    this.#clock = clock;
    this.#failed = failed;
    this.#wrote = wrote;
  }

  /** Everything up to there may have been shown. */
  saw(place: Place): void {
    if (place.epoch === '' || place === this.#place || this.#broken) return;
    this.#place = place;
    this.#cancelTimer ??= this.#clock.after(every, () => {
      this.#cancelTimer = undefined;
      this.#writing ??= this.#write(place).finally(() => (this.#writing = undefined));
    });
  }

  async #write(first: Place): Promise<void> {
    try {
      await promisify(write)(this.#opened(), contentOf(this.#place ?? first, false), 0, length, 0);
    } catch (error) {
      this.#fail(error);
    }
    await this.#wrote();
  }

  /** `clean`: the last place in the database file, if the file contains all commits. */
  async close(clean: Place | undefined): Promise<void> {
    this.#cancelTimer?.();
    await this.#writing;
    try {
      if (clean && clean.epoch !== '' && !this.#broken) writeSync(this.#opened(), contentOf(clean, true), 0, length, 0);
    } catch (error) {
      this.#fail(error);
    }
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #opened(): number {
    const { O_RDWR, O_CREAT, O_NOFOLLOW = 0 } = constants;
    return (this.#fd ??= openSync(this.#file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600));
  }

  #fail(error: unknown): void {
    this.#broken = true;
    this.#failed(error);
  }
}

const contentOf = ({ epoch, seq }: Place, clean: boolean): Buffer => {
  const content: ShownPlace = { epoch, seq, clean };
  return Buffer.from(`${JSON.stringify(content).padEnd(length - 1)}\n`);
};
