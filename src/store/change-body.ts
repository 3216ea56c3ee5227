import type { Event, Seq } from '#chat/event.ts';
import { integer, list, text } from './body-values.ts';

/** The current text of a message, by its seq; empty if it is missing. */
export type TextNow = (target: Seq) => string;

/** Only the target: the new text is stored with the message, and the old one is not kept. */
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

/** `[TARGET,ID,NAME,EMOJI,1]`; 0: the reaction was removed. */
export const formatReacted = ({ target, of, emoji, on }: Event<'reacted'>): string =>
  JSON.stringify([target, of.id, of.name, emoji, on ? 1 : 0]);

export function parseReacted(body: string): Event<'reacted'> {
  const [target, id, name, emoji, on] = list(JSON.parse(body));
  const of = { id: integer(id), name: text(name) };
  return { kind: 'reacted', target: integer(target), emoji: text(emoji), on: on === 1, of };
}
