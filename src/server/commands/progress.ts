/** Says on a terminal how far long work is; nothing elsewhere, and nothing where it is done within a second. */
export interface Progress extends Disposable {
  /** `text`: such as `row 300 of 5000`. */
  tell(text: string): void;
}

/** How long a person waits before they wonder, and between two lines, in ms. */
const patience = 1000;
const between = 100;

export function showProgress(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (stream.isTTY !== true) return { tell: () => {}, [Symbol.dispose]: () => {} };
  const start = now();
  let [last, shown] = [start + patience - between, false];
  return {
    tell(text) {
      const time = now();
      if (time < last + between) return;
      last = time;
      shown = true;
      stream.write(`\r${text}\u001b[K`);
    },
    [Symbol.dispose]() {
      if (shown) stream.write('\r\u001b[K');
    },
  };
}
