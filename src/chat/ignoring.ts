import type { Entry, EventKind, UserId } from './event.ts';

/** What does not reach sessions of users who ignore its sender: what it says, and its invitations. Where it goes, and what it does to rooms, does. */
const ignorable: ReadonlySet<EventKind> = new Set(['message', 'edited', 'redacted', 'reacted', 'invited']);

export const isIgnorable = ({ event }: Entry): boolean => ignorable.has(event.kind);

/** Shared by all who ignore nobody, as nearly all do. */
export const nobody: ReadonlySet<UserId> = new Set();
