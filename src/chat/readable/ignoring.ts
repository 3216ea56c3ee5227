import { withheldText } from '#text/away-note.ts';
import type { Entry, EventKind, UserId } from '#chat/event.ts';
import type { Person } from '#chat/person.ts';

/** What a user says, reacts and invites to. */
const said: ReadonlySet<EventKind> = new Set(['message', 'edited', 'reacted', 'invited']);

/**
 * An entry as it is shown to those who ignore its sender; undefined: not at all, which is so for what it says. They are shown
 * where it goes, what it does to rooms and that it removes messages, without the texts that it leaves there. Why somebody was
 * removed, or a room closed, is for all whom it concerns.
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

/** An entry as it is shown to somebody who may ignore its sender, or the one whom it quotes; undefined: not at all. */
export function asSeen(entry: Entry, ignores: (user: UserId) => boolean): Entry | undefined {
  const seen = ignores(entry.from.id) ? asIgnored(entry) : entry;
  if (seen?.event.kind !== 'reacted' || !ignores(seen.event.of.id)) return seen;
  const { head: _, ...event } = seen.event;
  return { ...seen, event };
}

/** A person in a list, for somebody who ignores these. */
export const withoutText = (person: Person, ignored: ReadonlySet<UserId>): Person =>
  person.away !== undefined && ignored.has(person.id) ? { ...person, away: withheldText } : person;

/** Shared by all who ignore nobody, as nearly all do. */
export const nobody: ReadonlySet<UserId> = new Set();
