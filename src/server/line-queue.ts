/** Lines on their way out. They never hold anybody up: what the way cannot take is counted and left out. */
export interface LineQueue {
  /** The line has no end yet. */
  add(line: string): void;
  /** Resolves when everything added so far is out, or never will be. */
  emptied(): Promise<void>;
}

/** Bytes that may wait. */
export const queueBound: number = 1024 * 1024;

/**
 * `write` rejects when it could not. `gap`: the line that stands for so many that were left out. The first line goes
 * out at once, the others with all that came meanwhile.
 */
export function lineQueue(write: (text: string) => Promise<void>, gap: (lines: number) => string): LineQueue {
  let waiting: string[] = [];
  let bytes = 0;
  /** Failed to go out, before those that wait. */
  let lost = 0;
  /** Came too late to wait, behind them. */
  let late = 0;
  let underWay: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0 || late > 0) {
      const lines = waiting;
      const missing = lost + lines.length + late;
      const size = bytes;
      const text = [...gaps(lost), ...lines, ...gaps(late)].join('\n');
      [waiting, lost, late] = [[], 0, 0];
      const failed = await write(`${text}\n`).then(
        () => false,
        () => true,
      );
      bytes -= size;
      if (!failed) continue;
      lost = missing;
      // That is said as soon as there is something to say again.
      if (waiting.length === 0) break;
    }
    underWay = undefined;
  }

  const gaps = (lines: number): readonly string[] => (lines > 0 ? [gap(lines)] : []);

  return {
    add(line) {
      // Of UTF-16 none takes more than three bytes.
      const size = line.length * 3 + 1;
      if (late > 0 || bytes + size > queueBound) return void late++;
      waiting.push(line);
      bytes += size;
      underWay ??= drain();
    },
    emptied: () => underWay ?? Promise.resolve(),
  };
}
