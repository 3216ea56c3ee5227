import type { Entry, Event } from '#chat/event.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';
import { untilWords } from '#text/until-words.ts';
import { harmless } from '#text/visible.ts';

/**
 * The sentence for the user to whom something is done: it was removed from a room, may no longer speak or may speak again, or has
 * another role. Undefined for other entries.
 */
export function doneSentence({ event, from, room, at }: Entry): string | undefined {
  const by = from.id === 0 ? '' : ` by ${from.name}`;
  const who = from.id === 0 ? 'The server' : from.name;
  const where = room?.name ?? 'this server';
  const there = `${room ? 'in' : 'on'} ${where}`;
  switch (event.kind) {
    case 'kicked':
      return room && withReason(`You were removed from ${where}${by}.`, event.reason);
    case 'listed': {
      const until = untilWords({ until: event.until, at });
      if (event.list === 'mute') return withReason(`You were muted ${there}${by}${until}.`, event.reason);
      if (event.list === 'exception')
        return `${who} excepted you from bans and mutes ${there}. You may speak there again.`;
      if (event.kicked) return withReason(`You were banned from ${where}${by}${until}.`, event.reason);
      const stays = 'You may stay and read, but not speak.';
      return withReason(`${who} banned you from ${where}${until}. ${stays}`, event.reason);
    }
    case 'unlisted':
      if (event.list === 'exception') return `${who} ended your exception ${there}. You may not speak there any more.`;
      return event.list === 'mute' ? `${who} lifted your mute ${there}.` : `${who} lifted your ban from ${where}.`;
    case 'role':
    case 'serverRole':
      return roleGiven(event, who, where);
    default:
      return undefined;
  }
}

function roleGiven({ role, before }: Event<'role' | 'serverRole'>, from: string, where: string): string {
  if (role === 'member' || role === 'none') return `${from} took the role of ${before} of ${where} from you.`;
  return `${from} made you ${role} of ${where}.`;
}

/** For the members of a room that was renamed or closed, a sentence. Undefined for other entries. */
export function roomEndSentence({ event, from, room }: Entry): string | undefined {
  const name = room?.name ?? '';
  if (event.kind === 'roomNamed') return `${event.before} is now ${name}.`;
  if (event.kind !== 'closed') return undefined;
  return withReason(`${name} was closed${from.id === 0 ? '' : ` by ${from.name}`}.`, event.reason);
}

/** For a user who was invited: a sentence, after which the dialect says how to enter. Undefined for other entries. */
export function invitationSentence({ event, from, room, at }: Entry): string | undefined {
  if (event.kind !== 'invited' || !room) return undefined;
  return `${from.id === 0 ? 'The server' : from.name} invites you to ${room.name}${untilWords({ until: event.until, at })}.`;
}

/** The reason as an operator has written it. */
export const withReason = (sentence: string, reason = ''): string =>
  reason === '' ? sentence : `${sentence} Reason: ${harmless(reason)}`;

const lists: Readonly<Record<ListName, readonly [listed: string, unlisted: string]>> = {
  ban: ['banned %', 'lifted the ban of %'],
  mute: ['muted %', 'lifted the mute of %'],
  exception: ['excepted % from bans and mutes', 'ended the exception for %'],
  invitation: ['invited %', 'withdrew the invitation of %'],
};

/**
 * A sentence about what an operator has done, for all who may see it; undefined for other events. Without a period at
 * its end.
 */
export function moderationSentence({ from: { name: from }, event, at }: Entry): string | undefined {
  switch (event.kind) {
    case 'kicked':
      return `${from} removed ${event.user.name}${because(event.reason)}`;
    case 'invited':
      return `${from} invited ${event.user.name}${untilWords({ until: event.until, at })}`;
    case 'listed':
      return `${from} ${about(lists[event.list][0], event.mask)}${untilWords({ until: event.until, at })}${because(event.reason)}`;
    case 'unlisted':
      return `${from} ${about(lists[event.list][1], event.mask)}`;
    default:
      return undefined;
  }
}

const about = (words: string, mask: string): string => words.replace('%', () => mask);

const because = (reason = ''): string => (reason === '' ? '' : ` (${harmless(reason)})`);

export type Moderation = Event<'kicked' | 'invited' | 'listed' | 'unlisted'>;
