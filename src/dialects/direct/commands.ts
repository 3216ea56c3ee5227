import { parseName } from '#chat/names/names.ts';

import { sentences } from './words.ts';

/** What a line that is no message asks for. */
export type Command =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'login'; readonly name: string; readonly password: string | undefined }
  | { readonly kind: 'leave'; readonly room: string }
  /** `/word …`, as all dialects understand it. */
  | { readonly kind: 'typed'; readonly line: string }
  /** Answered at once. */
  | { readonly kind: 'reply'; readonly line: Uint8Array }
  /** Answered at once, and the connection closes. */
  | { readonly kind: 'refuse'; readonly line: Uint8Array };

const nothing: Command = { kind: 'nothing' };
const reply = (sentence: Uint8Array): Command => ({ kind: 'reply', line: sentence });
const refuse = (sentence: Uint8Array): Command => ({ kind: 'refuse', line: sentence });

/**
 * Parses the first line, trimmed: a name, perhaps followed by a password. `isAccount`: whether there is such an
 * account; old ones may have names that are invalid today.
 */
export function parseFirst(text: string, isAccount: (name: string) => boolean): Command {
  const [, name = '', password] = /^([^ \t]*)(?:[ \t]+(.+))?$/su.exec(text) ?? [];
  if (name.includes(':')) return refuse(sentences.nameColon);
  // An invalid name is refused as such, not as a wrong password.
  const isNone = password !== undefined && parseName(name) === 'name-invalid' && !isAccount(name);
  if (text === '' || isNone) return refuse(sentences.name);
  return { kind: 'login', name, password };
}

/** Parses a later line, trimmed, that is no message: without a target, or beginning with a slash. */
export function parseCommand(text: string): Command {
  if (text === '') return nothing;
  if (text.startsWith('/')) return { kind: 'typed', line: text };
  if (text.startsWith(':')) return reply(sentences.target);
  return /^#\S+$/u.test(text) ? { kind: 'leave', room: text } : reply(sentences.format);
}
