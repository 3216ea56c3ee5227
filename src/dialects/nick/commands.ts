import { parseCode } from '#chat/rights/codes.ts';

import { protocolWords } from './codec.ts';
import { sentences } from './words.ts';

export type Command =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'login'; readonly name: string; readonly password: string }
  | { readonly kind: 'say'; readonly text: string }
  /** `/word …`, as all dialects understand it. */
  | { readonly kind: 'typed'; readonly line: string }
  /** Answered at once with these frames. */
  | { readonly kind: 'reply'; readonly frame: () => Uint8Array };

const nothing: Command = { kind: 'nothing' };
const leave: Command = { kind: 'leave' };

const reply = (sentence: Uint8Array): Command => ({ kind: 'reply', frame: () => sentence });
const nickNeeded = reply(sentences.nickNeeded);
const nickWithoutName = reply(sentences.nickWithoutName);
const nickWithoutSpace = reply(sentences.nickWithoutSpace);

/** Parses a message of a client without a name: only NICK and BYE are allowed. */
export function parseFirst(message: string): Command {
  const text = message.trim();
  if (text === '') return nothing;
  if (text === protocolWords.bye) return leave;
  return text.startsWith(protocolWords.nick) ? named(text.slice(4).trim()) : nickNeeded;
}

/** A name, or a name, spaces and a password. */
function named(text: string): Command {
  const found = /^(\S+)\s+(.+)$/su.exec(text);
  if (!found) return { kind: 'name', name: text };
  const [, name = '', password = ''] = found;
  return { kind: 'login', name, password };
}

/**
 * Parses a message of a client with a name. What could be a mistyped command or a password is never sent to the room.
 */
export function parseCommand(message: string): Command {
  const text = message.trim();
  if (text === '') return nothing;
  if (text === protocolWords.bye) return leave;
  if (text.startsWith(protocolWords.nick)) return parseNick(text) ?? { kind: 'say', text: message };
  if (text.startsWith('/')) return parseSlash(text, message);
  return { kind: 'say', text: message };
}

/**
 * One word: a name, with or without a space after NICK. `NICK` and two words: a name and its password, and a third one if it
 * has the form of an invitation code. Anything longer is chat.
 */
function parseNick(text: string): Command | undefined {
  if (text === protocolWords.nick) return nickWithoutName;
  const [first = '', ...rest] = text.split(/\s+/u);
  const words = endsInCode(rest) ? rest.length - 1 : rest.length;
  if (first === protocolWords.nick) return words <= 2 ? named(rest.join(' ')) : undefined;
  if (rest.length === 0) return named(first.slice(4));
  return words === 1 ? nickWithoutSpace : undefined;
}

const endsInCode = (words: readonly string[]): boolean =>
  words.length > 1 && parseCode(words.at(-1) ?? '') !== undefined;

/** `/word`, alone or before a space. With another slash it is a path, and text. */
const slash = /^\/(\/*)\p{L}[^\s/]*(?:\s|$)/u;

function parseSlash(text: string, message: string): Command {
  const [whole, more] = slash.exec(text) ?? [];
  if (whole === undefined) return { kind: 'say', text: message };
  return more === '' ? { kind: 'typed', line: text } : { kind: 'say', text: text.slice(1) };
}

/** Whether a message is certainly chat: it begins with a character that no command begins with, and is not blank. */
export function isPlain(message: string): boolean {
  const code = message.charCodeAt(0);
  return code > 0x20 && code < 0x7f && code !== 0x2f && code !== 0x42 && code !== 0x4e;
}
