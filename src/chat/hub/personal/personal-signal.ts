import type { Effect } from '#chat/effect.ts';
import type { Signal } from '#chat/event.ts';
import type { PersonalEffect } from '#chat/events/personal-events.ts';

const kinds: ReadonlySet<string> = new Set<PersonalEffect['kind']>(['cursor', 'level', 'ignored']);

export const isPersonal = (effect: Effect): effect is Effect & PersonalEffect => kinds.has(effect.kind);

/** What the user's other sessions are told; undefined for mail that was only delivered. */
export function signalOf(effect: PersonalEffect): Signal | undefined {
  switch (effect.kind) {
    case 'cursor': {
      const { room: id, name, upto, back } = effect;
      return name === undefined ? undefined : { kind: 'read', room: { id, name }, upto, ...(back && { back }) };
    }
    case 'level':
      return { kind: 'level', room: effect.room, level: effect.level };
    case 'ignored':
      return { kind: 'ignored', user: effect.whom, on: effect.on };
    // Shown to others, too: it has an entry.
    case 'away':
      return undefined;
  }
}
