import { joinFrames } from '#text/frames.ts';

import { frame, protocolWords, type slashCommands } from './codec.ts';
import { typedTopic } from '../topic-sentences.ts';
import { help, sentences, unknownCommand } from './words.ts';

export type Command =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'login'; readonly name: string; readonly password: string }
  | { readonly kind: 'register'; readonly password: string }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'tell'; readonly to: string; readonly text: string }
  /** The topic of #lobby; without a text, it is asked for. */
  | { readonly kind: 'topic'; readonly text: string | undefined }
  /** Answered at once with these frames. */
  | { readonly kind: 'reply'; readonly frame: () => Uint8Array };

const nothing: Command = { kind: 'nothing' };
const leave: Command = { kind: 'leave' };

const reply = (sentence: Uint8Array): Command => ({ kind: 'reply', frame: () => sentence });
const nickFirst = reply(sentences.nickFirst);
const nickWhat = reply(sentences.nickWhat);
const nickGlued = reply(sentences.nickGlued);
const msgWhat = reply(sentences.msgWhat);
const registerWhat = reply(sentences.registerWhat);
const helped: Command = { kind: 'reply', frame: () => joinFrames(help.map(frame)) };

/** Parses a message of a client without a name: only NICK and BYE are allowed. */
export function parseFirst(message: string): Command {
  const text = message.trim();
  if (text === '') return nothing;
  if (text === protocolWords.bye) return leave;
  return text.startsWith(protocolWords.nick) ? named(text.slice(4).trim()) : nickFirst;
}

/** A name, or a name, spaces and a password. */
function named(text: string): Command {
  const [, name, password] = /^(\S+)\s+(.+)$/su.exec(text) ?? [];
  return name === undefined || password === undefined
    ? { kind: 'name', name: text }
    : { kind: 'login', name, password };
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
 * One word: a name, with or without a space after NICK. `NICK` and two words: a name and its password. Anything longer
 * is chat.
 */
function parseNick(text: string): Command | undefined {
  if (text === protocolWords.nick) return nickWhat;
  const [first = '', ...rest] = text.split(/\s+/u);
  if (first === protocolWords.nick) return rest.length <= 2 ? named(rest.join(' ')) : undefined;
  if (rest.length === 0) return named(first.slice(4));
  return rest.length === 1 ? nickGlued : undefined;
}

/** `/word`, alone or before a space. With another slash it is a path, and text. */
const slash = /^\/(\/*)(\p{L}[^\s/]*)(?:\s+(.*))?$/su;

const commands: Readonly<Record<(typeof slashCommands)[number], (rest: string) => Command>> = {
  help: () => helped,
  msg: parseMsg,
  register: (password) => (password === '' ? registerWhat : { kind: 'register', password }),
  topic: (text) => ({ kind: 'topic', text: text === '' ? undefined : typedTopic(text) }),
};
const commandNamed: ReadonlyMap<string, (rest: string) => Command> = new Map(Object.entries(commands));

function parseSlash(text: string, message: string): Command {
  const [whole, more, word = '', rest = ''] = slash.exec(text) ?? [];
  if (whole === undefined) return { kind: 'say', text: message };
  if (more !== '') return { kind: 'say', text: text.slice(1) };
  const command = commandNamed.get(word.toLowerCase());
  return command ? command(rest) : { kind: 'reply', frame: () => unknownCommand(`/${word}`) };
}

function parseMsg(rest: string): Command {
  const [whole, to = '', text = ''] = /^(\S+)\s+(.*)$/su.exec(rest) ?? [];
  return whole === undefined ? msgWhat : { kind: 'tell', to, text };
}

/** Whether a message is certainly chat: it begins with a character that no command begins with, and is not blank. */
export function isPlain(message: string): boolean {
  const code = message.charCodeAt(0);
  return code > 0x20 && code < 0x7f && code !== 0x2f && code !== 0x42 && code !== 0x4e;
}
