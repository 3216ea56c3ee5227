import type { Outbox } from '#chat/hub/session.ts';

/**
 * The outbox of a session without a link. It takes everything and drops it: the client is told again when it comes back. So
 * nothing is held for it, and nothing counts as delivered.
 */
export const noOutbox: Outbox = { queued: 0, scarce: false, delivered: false, drained: () => Promise.resolve() };
