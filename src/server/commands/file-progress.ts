import { statSync } from 'node:fs';
import type { Output } from '#server/stdio.ts';

/** Progress is shown after this time, and then at this interval, in ms. */
const [shownAfter, between] = [1000, 250];

/** Shows on a terminal how much of a file has been read, when that takes longer than a second. */
export function fileProgress(stderr: Output, path: string, doing: string): Disposable & { read(bytes: number): void } {
  const terminal = stderr.isTTY === true;
  const size = terminal ? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : 0;
  let [shownAt, shown] = [performance.now() + shownAfter - between, false];
  return {
    read(bytes) {
      if (size === 0 || performance.now() - shownAt < between) return;
      [shownAt, shown] = [performance.now(), true];
      stderr.write(`\r\u001b[K${doing}: ${Math.floor((100 * bytes) / size)} %`);
    },
    [Symbol.dispose]() {
      if (shown) stderr.write('\r\u001b[K');
    },
  };
}
