/** A part of a run, by `performance.now()` of the process that measures. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
