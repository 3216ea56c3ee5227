/** Bytes that may wait in the outboxes of slow links together, and how many do. Share one among all listeners. */
export interface Budget {
  readonly bytes: number;
  /** As last seen when a slow link was written to or ran dry, so never less than what waits. */
  used: number;
}

export const budgetOf = (bytes: number): Budget => ({ bytes, used: 0 });

/** Who gives no budget shares this one of 256 MiB. */
export const commonBudget: Budget = budgetOf(256 * 1024 * 1024);

/** Replaces what a link counted for by what it counts for now; false when all together are beyond the budget. */
export const recount = (budget: Budget, before: number, now: number): boolean => {
  budget.used += now - before;
  return budget.used <= budget.bytes;
};
