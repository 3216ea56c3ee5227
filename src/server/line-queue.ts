import type { Millis } from '#chat/event.ts';

/** A queue of output lines that never blocks: lines that the output cannot take are counted and dropped. */
export interface LineQueue {
  /** `line` is without its line end. */
  add(line: string): void;
  /** Resolves when all lines added so far are written, or another attempt has failed. */
  emptied(): Promise<void>;
}

/** The most bytes that wait. */
export const queueBound: number = 1024 * 1024;

/** Time between a failed write and the next try, in ms. */
export const retryPause: Millis = 1000;

export interface LineQueueOptions {
  /** Rejects if writing failed. */
  readonly write: (text: string) => Promise<void>;
  /** The line that replaces the given number of omitted lines. */
  readonly gap: (lines: number) => string;
  /**
   * Whether this error means that nothing was written and a later attempt may succeed: then the lines wait. Default:
   * never.
   */
  readonly mayRetry?: (error: unknown) => boolean;
}

interface Taken {
  readonly lines: readonly string[];
  readonly lost: number;
  readonly late: number;
}

/** One UTF-16 unit takes at most three bytes. */
const sizeOf = (line: string): number => line.length * 3 + 1;

/** The first line is written at once; later ones together with all that were added meanwhile. */
export function lineQueue({ write, gap, mayRetry = () => false }: LineQueueOptions): LineQueue {
  let waiting: string[] = [];
  let bytes = 0;
  /** Lines whose write failed; they precede the waiting ones. */
  let lost = 0;
  /** The number of dropped lines after them. */
  let late = 0;
  let underWay: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function drain(): Promise<void> {
    clearTimeout(retry);
    retry = undefined;
    while (waiting.length > 0 || late > 0) {
      const taken = { lines: waiting, lost, late, size: bytes };
      const text = [...gaps(lost), ...waiting, ...gaps(late)].join('\n');
      [waiting, lost, late] = [[], 0, 0];
      const failure = await write(`${text}\n`).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failure && mayRetry(failure.error)) {
        putBack(taken);
        retry = setTimeout(go, retryPause).unref();
        break;
      }
      bytes -= taken.size;
      if (!failure) continue;
      lost = taken.lost + taken.lines.length + taken.late;
      // The count is written with the next line.
      if (waiting.length === 0) break;
    }
    underWay = undefined;
  }

  /** Puts lines back before those that were added meanwhile. */
  function putBack(taken: Taken): void {
    lost = taken.lost;
    if (waiting.length === 0) late += taken.late;
    else if (taken.late > 0) {
      const line = gap(taken.late);
      waiting.unshift(line);
      bytes += sizeOf(line);
    }
    waiting = [...taken.lines, ...waiting];
  }

  const go = (): void => void (underWay ??= drain());
  const gaps = (lines: number): readonly string[] => (lines > 0 ? [gap(lines)] : []);

  return {
    add(line) {
      const size = sizeOf(line);
      if (late > 0 || bytes + size > queueBound) return void late++;
      waiting.push(line);
      bytes += size;
      if (!retry) go();
    },
    emptied() {
      if (waiting.length > 0) go();
      return underWay ?? Promise.resolve();
    },
  };
}
