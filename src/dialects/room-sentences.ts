import type { Entry, Event } from '#chat/event.ts';
import { harmless } from '#text/visible.ts';

/**
 * A sentence about a change of a room, for all who may see it; undefined for other events. Without a period at its end.
 */
export function roomSentence({ from: { name }, room, event }: Entry): string | undefined {
  switch (event.kind) {
    case 'role':
      return roleSentence(name, event);
    case 'set':
      return settingSentence(name, event);
    case 'roomNamed':
      return `${name} renamed ${event.before} to ${room?.name ?? ''}`;
    case 'closed':
      return `${name} closed the room${event.reason === undefined ? '' : ` (${harmless(event.reason)})`}`;
    default:
      return undefined;
  }
}

function roleSentence(name: string, { user, role, before }: Event<'role'>): string {
  const isOwn = user.name === name;
  if (role === 'member')
    return isOwn ? `${name} gave up the role of ${before}` : `${name} took the role of ${before} from ${user.name}`;
  return isOwn ? `${name} is ${role} now` : `${name} made ${user.name} ${role}`;
}

/** The value of a key is secret. */
function settingSentence(from: string, { name, value }: Event<'set'>): string {
  if (name === 'key') return value === '' ? `${from} removed the key` : `${from} set a key`;
  if (value === 'yes') return `${from} made the room ${name}`;
  if (value === '') return `${from} ended: ${name}`;
  return `${from} set ${name} to ${harmless(value)}`;
}
