import type { Entry, Event, UserId, UserRef } from '#chat/event.ts';

const nobody: readonly UserRef[] = [];

/**
 * The users to whom something is done by an event, other than its sender: all their sessions are shown it, also those that
 * do not hear its room (`As`: `target`).
 */
export function targetsOf(event: Event): readonly UserRef[] {
  switch (event.kind) {
    case 'kicked':
    case 'invited':
    case 'role':
    case 'serverRole':
      return [event.user];
    case 'listed':
      return event.kicked ?? event.silenced ?? event.freed ?? nobody;
    case 'unlisted':
      return event.silenced ?? event.freed ?? nobody;
    default:
      return nobody;
  }
}

/** How an entry is rendered for a session of this user, to which it is delivered live. */
export function asFor({ event, from }: Entry, user: UserId): 'self' | 'target' | 'other' {
  if (user === from.id) return 'self';
  return targetsOf(event).some(({ id }) => id === user) ? 'target' : 'other';
}
