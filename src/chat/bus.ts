import type { Draft, Ordered, Seq } from './event.ts';

/** Whether a draft got into the order is not known: publish it again, unchanged; a repetition is told by its id. */
export class PublishUnknown extends Error {
  override readonly name = 'PublishUnknown';
}

/**
 * The order. Everything happens by appending to it and is seen by following it.
 *
 * - Every follower on every node gets the same drafts at the same seqs, rising, without gaps of its own making.
 * - A draft may be handed over more than once: at the same seq (delivered again after a failure) and at another one
 *   (published again). `apply` takes both.
 * - What one session publishes keeps its order, as long as each draft waits until the fate of the one before is known:
 *   a coming stands before what was said, a going behind it.
 * - Once it was left open whether a draft is in the order, it is not rejected any more: it may come yet.
 * - A draft published through this object comes back as that very object, so what waits for it can hang on it.
 */
export interface Bus {
  /**
   * Drafts wait: calls `publish` once, as soon as the bus can take some, and as late as it can. What is published from
   * within the call is in its next batch, so that the publisher chooses from all that waits by then.
   */
  whenReady(publish: () => void): void;
  /**
   * Appends a draft. `undefined`: taken; it will come to every follower. Otherwise the promise says so later, or rejects: with `PublishUnknown` ask again, with anything else it is not in the order and never will be.
   */
  publish(draft: Draft): Promise<void> | undefined;
  /**
   * Hands over, batch by batch, what comes after `after`, until `signal` aborts: then resolves, once the batch under way is done. `apply` resolves when the batch is durable and delivered; until then the next one grows. When `apply` rejects, so
   * does this, and the node must stop.
   */
  follow(
    after: Seq,
    apply: (batch: readonly Ordered[]) => Promise<void> | undefined,
    signal: AbortSignal,
  ): Promise<void>;
}
