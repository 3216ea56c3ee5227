import type { Event, Seq } from '#chat/event.ts';
import { integer, list, text } from './body-values.ts';

/** The text of a message as it is now, by its seq; empty if there is none. */
export type TextNow = (target: Seq) => string;

/** The target alone: the new text is the message's, and the old one is kept nowhere. */
export const formatEdited = ({ target }: Event<'edited'>): string => String(target);

export function parseEdited(body: string, textNow: TextNow): Event<'edited'> {
  const target = Number(body);
  return { kind: 'edited', target, text: textNow(target) };
}

/** `[TARGET,ID,NAME]`, or `[TARGET,ID,NAME,REASON]`. */
export const formatRedacted = ({ target, of, reason }: Event<'redacted'>): string =>
  JSON.stringify([target, of.id, of.name, ...(reason === undefined ? [] : [reason])]);

export function parseRedacted(body: string): Event<'redacted'> {
  const [target, id, name, reason] = list(JSON.parse(body));
  const of = { id: integer(id), name: text(name) };
  return { kind: 'redacted', target: integer(target), of, ...(reason !== undefined && { reason: text(reason) }) };
}

/** `[TARGET,ID,NAME,EMOJI,1]`; 0 where it is taken back. */
export const formatReacted = ({ target, of, emoji, on }: Event<'reacted'>): string =>
  JSON.stringify([target, of.id, of.name, emoji, on ? 1 : 0]);

export function parseReacted(body: string): Event<'reacted'> {
  const [target, id, name, emoji, on] = list(JSON.parse(body));
  const of = { id: integer(id), name: text(name) };
  return { kind: 'reacted', target: integer(target), emoji: text(emoji), on: on === 1, of };
}
