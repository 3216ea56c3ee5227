import type { Output } from '#server/stdio.ts';

/** Shows on a terminal the progress of work that takes longer than a second. */
export interface Progress extends Disposable {
  /** `text`: such as `row 300 of 5000`. */
  tell(text: string): void;
  /** Erases the line, so that something else can be written. */
  clear(): void;
}

/** The first line is shown after this time, and the next ones at this interval, in ms. */
const firstAfter = 1000;
const between = 100;

export function showProgress(
  stream: Pick<Output, 'isTTY' | 'write'>,
  now: () => number = () => performance.now(),
): Progress {
  if (stream.isTTY !== true) return { tell: () => {}, clear: () => {}, [Symbol.dispose]: () => {} };
  const start = now();
  let [last, shown] = [start + firstAfter - between, false];
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[K');
    shown = false;
  };
  return {
    tell(text) {
      const time = now();
      if (time < last + between) return;
      last = time;
      shown = true;
      stream.write(`\r${text}\u001b[K`);
    },
    clear,
    [Symbol.dispose]: clear,
  };
}
