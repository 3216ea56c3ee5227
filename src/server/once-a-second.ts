/** What happens too often to be told each time: so many since the last time. */
export interface Seldom<T> {
  (happened: T): void;
  /** Tells what was not told yet. */
  flush(): void;
}

/** Tells the first at once, then at most one a second, the last one, with the number of all. */
export function onceASecond<T>(tell: (last: T, count: number) => void): Seldom<T> {
  let untold: { last: T; count: number } | undefined;
  let quiet: NodeJS.Timeout | undefined;
  function flush(): void {
    const told = untold;
    untold = undefined;
    quiet = told && setTimeout(flush, 1000).unref();
    if (told) tell(told.last, told.count);
  }
  const happened = (last: T): void => {
    untold = { last, count: (untold?.count ?? 0) + 1 };
    if (!quiet) flush();
  };
  return Object.assign(happened, { flush });
}
