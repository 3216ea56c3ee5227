import { withheldText } from '#text/away-note.ts';
import type { Entry, EventKind, UserId } from '#chat/event.ts';
import type { Person } from '#chat/person.ts';

/** Events of a user that users who ignore it are not shown. */
const said: ReadonlySet<EventKind> = new Set(['message', 'edited', 'reacted', 'invited']);

/**
 * An entry as it is shown to users who ignore its sender; undefined: it is not shown, as its messages are not. They
 * are shown where the sender goes, what it changes in rooms and that it removes messages, without the texts of these
 * events. The reason for removing a user or closing a room is shown to all whom it concerns.
 */
export function asIgnored(entry: Entry): Entry | undefined {
  const { event } = entry;
  if (said.has(event.kind)) return undefined;
  switch (event.kind) {
    case 'left':
    case 'redacted': {
      if (event.reason === undefined) return entry;
      const { reason: _, ...rest } = event;
      return { ...entry, event: rest };
    }
    case 'away':
      return event.text === '' ? entry : { ...entry, event: { ...event, text: withheldText } };
    case 'came':
    case 'joined':
      return event.away === undefined ? entry : { ...entry, event: { ...event, away: withheldText } };
    default:
      return entry;
  }
}

/** An entry as it is shown to a user who may ignore its sender, or a user whom it quotes; undefined: it is not shown. */
export function asSeen(entry: Entry, ignores: (user: UserId) => boolean): Entry | undefined {
  const seen = ignores(entry.from.id) ? asIgnored(entry) : entry;
  if (seen?.event.kind !== 'reacted' || !ignores(seen.event.of.id)) return seen;
  const { head: _, ...event } = seen.event;
  return { ...seen, event };
}

/** A person in a list, as it is shown to a user who ignores these users. */
export const withoutText = (person: Person, ignored: ReadonlySet<UserId>): Person =>
  person.away !== undefined && ignored.has(person.id) ? { ...person, away: withheldText } : person;

/** Shared by all who ignore nobody, as nearly all do. */
export const nobody: ReadonlySet<UserId> = new Set();
