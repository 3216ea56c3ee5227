/** Frames of the server that are handled, and then drawn, in one go: so that the page answers the user in between. */
export const maxFrames = 50;
/** A queue that grows faster than that is handled in larger portions: no more than so many are drawn. */
const maxPortions = 100;

/** How many of the frames that wait are handled now. A page that nobody sees takes all of them. */
export const portionOf = (waiting: number, isHidden: boolean): number =>
  isHidden ? waiting : Math.min(waiting, Math.max(maxFrames, Math.ceil(waiting / maxPortions)));
