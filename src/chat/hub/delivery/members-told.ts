import type { UserId } from '#chat/event.ts';
import type { Accepted } from '#chat/outcome.ts';
import type { Roster } from '#chat/hub/roster.ts';

const nobody: readonly UserId[] = [];

/**
 * The present members of a room to whom something is done by an entry that concerns all of them: they are shown it also
 * where they do not hear the room. Its name is another one, or it is closed.
 */
export function membersTold({ entry: { event }, room }: Accepted, roster: Pick<Roster, 'of'>): readonly UserId[] {
  if (event.kind !== 'closed' && event.kind !== 'roomNamed') return nobody;
  return roster.of(room).map(({ id }) => id);
}
