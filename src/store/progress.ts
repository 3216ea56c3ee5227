import type { Followed, Place, RunRow } from '#chat/ports.ts';
import type { Entry, Millis, Seq } from '#chat/event.ts';
import { integer, type Row, text } from './row-values.ts';
import type { Statements } from './statements.ts';

/** The row of the order itself. */
const order = 0;

type Run = { -readonly [key in keyof RunRow]: RunRow[key] };

/**
 * The state that a restart would find: the saved rows, and the kept entries after them, each of which moves the order
 * and its run. If that is already correct, as after a batch of only messages, nothing is saved: a batch with one
 * message then writes one page instead of two, in a third less time.
 */
export class Progress {
  /** The index by room contains all entries up to this one. */
  indexed: Seq = 0;
  /** It contains none after this one. */
  indexedAtMost: Seq = 0;
  /** The place of the rows saved last. */
  saved: Seq = 0;
  #seq: Seq = 0;
  #at: Millis = 0;
  #epoch = '';
  #followed: Followed | undefined;
  readonly #runs = new Map<string, Run>();
  /** Runs whose rows are out of date. */
  readonly #stale = new Set<Run>();
  #last: Run | undefined;
  /** Runs have begun or ended; kept entries do not show that. */
  #changed = false;

  /** Starts from the rows; then call `advance` for each later entry. */
  load(on: Statements): void {
    this.#runs.clear();
    this.#stale.clear();
    this.#last = undefined;
    this.#changed = false;
    for (const row of on.progress.all()) {
      if (integer(row[0]) === order) this.#loadOrder(row);
      else this.#take(runOf(row));
    }
  }

  #loadOrder(row: Row): void {
    this.#epoch = text(row[1]);
    const bus = text(row[2]);
    this.#followed = bus === '' ? undefined : { bus, place: Number(text(row[6])) };
    this.#seq = integer(row[3]);
    this.#at = integer(row[4]);
    this.indexedAtMost = this.indexed = integer(row[5]);
    this.saved = this.#seq;
  }

  get place(): Place {
    const place = { seq: this.#seq, at: this.#at, epoch: this.#epoch };
    return this.#followed ? { ...place, followed: this.#followed } : place;
  }

  get runs(): readonly RunRow[] {
    return [...this.#runs.values()].map((run) => ({ ...run }));
  }

  #take(run: RunRow): void {
    this.#runs.set(run.runId, { ...run });
  }

  begin(run: RunRow): void {
    this.#take(run);
    this.#changed = true;
  }

  /** Removes the earlier runs of a node, and returns them. */
  endRunsOf(node: string): readonly RunRow[] {
    const ended = [...this.#runs.values()].filter((run) => run.node === node);
    for (const run of ended) {
      this.#runs.delete(run.runId);
      this.#stale.delete(run);
    }
    this.#last = undefined;
    this.#changed = true;
    return ended;
  }

  /** A kept entry moves the order and its run, as it will at a restart. */
  advance({ seq, at }: Entry, runId: string, nth: number): void {
    this.#seq = seq;
    this.#at = at;
    const run = this.#last?.runId === runId ? this.#last : this.#runs.get(runId);
    if (!run) return;
    this.#last = run;
    run.upto = nth;
    this.#stale.add(run);
  }

  /** Whether a restart would find exactly this state. */
  wouldRestore(place: Place, runs: readonly RunRow[]): boolean {
    if (
      place.followed !== undefined ||
      this.#changed ||
      place.seq !== this.#seq ||
      place.at !== this.#at ||
      place.epoch !== this.#epoch
    )
      return false;
    return runs.every((run) => this.#wouldRestoreRun(run));
  }

  #wouldRestoreRun(run: RunRow): boolean {
    const told = this.#runs.get(run.runId);
    return told?.upto === run.upto && told.beyond.length === 0 && run.beyond.length === 0;
  }

  /** Writes the row of the order, and the outdated rows of runs. */
  save(to: Statements, place: Place, moved: readonly RunRow[]): void {
    for (const run of moved) {
      this.#take(run);
      saveRun(to, run);
    }
    const runIds = new Set(moved.map((run) => run.runId));
    for (const run of this.#stale) if (!runIds.has(run.runId)) saveRun(to, run);
    this.#stale.clear();
    this.#last = undefined;
    const { bus = '', place: followed = '' } = place.followed ?? {};
    to.saveProgress.get(order, place.epoch, bus, place.seq, place.at, this.indexed, String(followed));
    ({ seq: this.#seq, at: this.#at, epoch: this.#epoch, followed: this.#followed } = place);
    this.saved = place.seq;
    this.#changed = false;
  }
}

function saveRun(to: Statements, run: RunRow): void {
  to.saveProgress.get(run.id, run.runId, run.node, run.upto, 0, 0, run.beyond.join(' '));
}

function runOf(row: Row): RunRow {
  const beyond = text(row[6]);
  return {
    id: integer(row[0]),
    runId: text(row[1]),
    node: text(row[2]),
    upto: integer(row[3]),
    beyond: beyond === '' ? [] : beyond.split(' ').map(Number),
  };
}
