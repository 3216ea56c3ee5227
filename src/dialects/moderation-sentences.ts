import type { Entry, Event } from '#chat/event.ts';
import type { ListName } from '#chat/moderation-lists.ts';
import { untilWords } from '#text/until-words.ts';
import { harmless } from '#text/visible.ts';

/**
 * For a user who was removed from a room: a sentence, because its messages no longer reach the room. Undefined for
 * other entries.
 */
export function putOutSentence({ event, from, room, at }: Entry): string | undefined {
  if (!room || (event.kind !== 'kicked' && event.kind !== 'listed')) return undefined;
  const done = event.kind === 'kicked' ? 'removed' : 'banned';
  const by = from.id === 0 ? '' : ` by ${from.name}`;
  const until = event.kind === 'listed' ? untilWords({ until: event.until, at }) : '';
  return withReason(`You were ${done} from ${room.name}${by}${until}.`, event.reason);
}

/** For the members of a room that was closed: a sentence, because they are no longer in it. Undefined for other entries. */
export function closedSentence({ event, from, room }: Entry): string | undefined {
  if (!room || event.kind !== 'closed') return undefined;
  return withReason(`${room.name} was closed${from.id === 0 ? '' : ` by ${from.name}`}.`, event.reason);
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

export const isModeration = (event: Event): event is Moderation =>
  event.kind === 'kicked' || event.kind === 'invited' || event.kind === 'listed' || event.kind === 'unlisted';
