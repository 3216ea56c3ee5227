import { parseName } from '#chat/names.ts';

import { slashCommands } from './codec.ts';
import { help, sentences, unknownCommand } from './words.ts';

/** What a line asks for that is nothing to be said. */
export type Command =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'login'; readonly name: string; readonly password: string | undefined }
  | { readonly kind: 'leave'; readonly room: string }
  | { readonly kind: 'register'; readonly password: string }
  /** Answered on the spot. */
  | { readonly kind: 'reply'; readonly line: Uint8Array }
  /** Answered on the spot, and that was all. */
  | { readonly kind: 'refuse'; readonly line: Uint8Array };

const nothing: Command = { kind: 'nothing' };
const reply = (sentence: Uint8Array): Command => ({ kind: 'reply', line: sentence });
const refuse = (sentence: Uint8Array): Command => ({ kind: 'refuse', line: sentence });

/**
 * The first line, trimmed: a name, perhaps with a password behind it. `isAccount`: somebody has such an account, made
 * perhaps when more was taken for a name than today.
 */
export function parseFirst(text: string, isAccount: (name: string) => boolean): Command {
  const [, name = '', password] = /^([^ \t]*)(?:[ \t]+(.+))?$/su.exec(text) ?? [];
  if (name.includes(':')) return refuse(sentences.nameColon);
  // What can be no name is refused as that, not as a wrong password.
  const isNone = password !== undefined && parseName(name) === 'name-invalid' && !isAccount(name);
  if (text === '' || isNone) return refuse(sentences.name);
  return { kind: 'login', name, password };
}

/** A later line, trimmed, that says nothing to anybody: without a target, or with a slash before it. */
export function parseCommand(text: string): Command {
  if (text === '') return nothing;
  if (text.startsWith('/')) return parseSlash(text);
  if (text.startsWith(':')) return reply(sentences.target);
  return /^#\S+$/u.test(text) ? { kind: 'leave', room: text } : reply(sentences.format);
}

function parseSlash(text: string): Command {
  const [, word = '', rest = ''] = /^([^ \t]+)[ \t]*(.*)$/su.exec(text) ?? [];
  switch (word.toLowerCase()) {
    case slashCommands.help:
      return reply(help);
    case slashCommands.register:
      return rest === '' ? reply(sentences.register) : { kind: 'register', password: rest };
    default:
      return reply(unknownCommand(word));
  }
}
