/**
 * Frames of the server that are handled, and then drawn, in one step. Between the steps the page reacts to the user.
 */
export const maxFrames = 50;
/** The most portions of one queue: a longer queue is handled in larger portions. */
const maxPortions = 100;

/** The number of waiting frames to handle now. A hidden page handles all of them. */
export const portionOf = (waiting: number, isHidden: boolean): number =>
  isHidden ? waiting : Math.min(waiting, Math.max(maxFrames, Math.ceil(waiting / maxPortions)));
