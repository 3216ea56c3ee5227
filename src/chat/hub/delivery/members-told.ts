import type { UserId } from '#chat/event.ts';
import type { Accepted } from '#chat/outcome.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';

const nobody: readonly UserId[] = [];

/**
 * The present members who are shown an entry also if they do not hear its room: all of them, if the room was renamed or
 * closed.
 */
export function membersTold({ entry: { event }, room }: Accepted, roster: Pick<Roster, 'of'>): readonly UserId[] {
  if (event.kind !== 'closed' && event.kind !== 'roomNamed') return nobody;
  return roster.of(room).map(({ id }) => id);
}
