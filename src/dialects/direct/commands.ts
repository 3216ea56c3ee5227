import { lobby } from '#chat/lobby.ts';
import { parseName } from '#chat/names.ts';

import { typedTopic } from '../topic-sentences.ts';
import { slashCommands } from './codec.ts';
import { help, sentences, unknownCommand } from './words.ts';

/** What a line that is no message asks for. */
export type Command =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'login'; readonly name: string; readonly password: string | undefined }
  | { readonly kind: 'leave'; readonly room: string }
  | { readonly kind: 'register'; readonly password: string }
  /** The topic of a room; without a text, it is asked for. */
  | { readonly kind: 'topic'; readonly room: string; readonly text: string | undefined }
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
  if (text.startsWith('/')) return parseSlash(text);
  if (text.startsWith(':')) return reply(sentences.target);
  return /^#\S+$/u.test(text) ? { kind: 'leave', room: text } : reply(sentences.format);
}

/** `#ROOM` and a text, either of which may be missing. Some write a colon behind the room, as they do to speak there. */
function parseTopic(rest: string): Command {
  const [, room = lobby, text = ''] = /^(?:(#[^\s:]+)(?::|(?=\s|$)))?\s*(.*)$/su.exec(rest) ?? [];
  return { kind: 'topic', room, text: text === '' ? undefined : typedTopic(text) };
}

function parseSlash(text: string): Command {
  const [, word = '', rest = ''] = /^([^ \t]+)[ \t]*(.*)$/su.exec(text) ?? [];
  switch (word.toLowerCase()) {
    case slashCommands.help:
      return reply(help);
    case slashCommands.register:
      return rest === '' ? reply(sentences.register) : { kind: 'register', password: rest };
    case slashCommands.topic:
      return parseTopic(rest);
    default:
      return reply(unknownCommand(word));
  }
}
