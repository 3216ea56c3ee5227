/** Runs a function once after that many milliseconds, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void;
