/** How long the page shows what goes by itself, in ms. */
export const shownFor = {
  notice: 5000,
  error: 10_000,
  /** The mark of a message that a link or a search has led to. */
  lit: 2500,
} as const;
