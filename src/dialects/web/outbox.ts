import type { Outbox } from '#chat/hub/session.ts';

/**
 * The outbox of a session without a link. It drops everything: the client gets it again when it comes back. So nothing
 * is kept for it, and nothing counts as delivered.
 */
export const noOutbox: Outbox = { queued: 0, scarce: false, delivered: false, drained: () => Promise.resolve() };
