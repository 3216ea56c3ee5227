/** The client's sentences in version 2.0. */
import { awayWords } from '#text/away-note.ts';
import type { Millis } from '#chat/event.ts';
import { commandList } from '#commands/usage.ts';
import { beforeTime } from '#text/until-words.ts';
import { harmless } from '#text/visible.ts';

import type { Payload } from '../talk-codec.ts';
import { numberIn, stringIn, userIn } from './fields.ts';

export const usernamePrompt = 'Username: ';
export const passwordPrompt = 'Password (empty for a guest): ';
/** The prompt in #lobby while nothing is unread. */
export const lobbyPrompt = '#lobby > ';

export const helpWords = (): readonly string[] => [
  'What you type is sent to the room in the prompt; two slashes at its beginning send one. !quit logs out.',
  ...commandList(),
];

/** An error of the server as a sentence, with its end, if it has one, and what an operator has added. `about`: what it is about. */
export function refusalWords(payload: Payload, at: Millis, about = ''): string {
  const [until, reason] = [numberIn(payload, 'until'), stringIn(payload, 'reason')];
  const end = until === 0 ? '' : beforeTime(until > at ? ' until ' : ', since ', { until, at });
  const sentence = `${stringIn(payload, 'message')}${end}.${reason === '' ? '' : ` Reason: ${harmless(reason)}`}`;
  return about === '' ? sentence : `${about}: ${sentence}`;
}

/** For a person whose messages are for a room in which it is no longer. */
export const outsideHint = 'You are not in that room. /join #lobby returns to #lobby.';

export function presenceWords(payload: Payload): string {
  const { name } = userIn(payload, 'user');
  const room = stringIn(payload, 'joined');
  const away = payload['away'];
  if (payload['here'] !== true) return `${name} is gone`;
  if (typeof away === 'string') return away === '' ? `${name} is back` : `${name} ${awayWords(away)}`;
  return room === '' ? `${name} is here` : `${name} is here, in ${room}`;
}

/** For a user who was removed from a room. */
export function removedWords(payload: Payload): string {
  const reason = stringIn(payload, 'reason');
  const done = payload['kind'] === 'kicked' ? 'removed' : 'banned';
  const by = userIn(payload, 'from');
  const sentence = `You were ${done} from ${stringIn(payload, 'to')}${by.id === 0 ? '' : ` by ${by.name}`}.`;
  return reason === '' ? sentence : `${sentence} Reason: ${harmless(reason)}`;
}

export function typingWords(names: readonly string[]): string {
  const [one = '', two = ''] = names;
  if (names.length === 0) return '';
  if (names.length === 1) return `${one} is typing … `;
  return names.length === 2 ? `${one} and ${two} are typing … ` : `${names.length} people are typing … `;
}
