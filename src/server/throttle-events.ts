/** Logs a frequent event a limited number of times per second. */
export interface ThrottledEvents<T> {
  (happened: T): void;
  /** Logs the events that were not logged yet. */
  flush(): void;
}

/**
 * In each second, passes on the first `most` events at once, each with a count of 1; at the end of the second, the last
 * of the others, with their count.
 */
export function throttleEvents<T>(tell: (last: T, count: number) => void, most: number = 1): ThrottledEvents<T> {
  let untold: { last: T; count: number } | undefined;
  let told = 0;
  let second: NodeJS.Timeout | undefined;
  const begin = (): void => {
    told = 0;
    second = setTimeout(end, 1000).unref();
  };
  function end(): void {
    second = undefined;
    flush();
  }
  function flush(): void {
    if (!untold) return;
    const { last, count } = untold;
    untold = undefined;
    if (!second) begin();
    told++;
    tell(last, count);
  }
  const happened = (last: T): void => {
    untold = { last, count: (untold?.count ?? 0) + 1 };
    if (!second) begin();
    if (told < most) flush();
  };
  return Object.assign(happened, { flush });
}
