import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { frame, maxMessage, protocolWords } from './codec.ts';

/** The server's own sentences to one client. None has the form of a message, `name: text`. */
export const sentences: Readonly<
  Record<'nickFirst' | 'nickWhat' | 'nickGlued' | 'msgWhat' | 'registerWhat' | 'long', Uint8Array>
> = {
  nickFirst: frame('Choose a name first, with NICK and a name, as in NICKalice.'),
  nickWhat: frame('NICK needs a name, as in NICK alice.'),
  nickGlued: frame('Not sent, because it may contain a password. Put a space after NICK.'),
  msgWhat: frame('/msg needs a name and a text, as in /msg alice hello.'),
  registerWhat: frame('/register needs a password, one word, as in /register correct-horse-battery.'),
  long: frame(`Not sent: the message is longer than ${maxMessage} bytes.`),
};

export const help: readonly string[] = [
  'What you type is sent to #lobby. Commands:',
  '/msg NAME TEXT sends a private message.',
  '/topic shows the topic of #lobby. /topic TEXT sets it, /topic - removes it.',
  'NICK NAME changes your name.',
  '/register PASSWORD registers your name.',
  'NICK NAME PASSWORD logs in with a registered name.',
  '//word sends /word.',
  'BYE leaves.',
];

/** Answer to a message to an offline account. */
export const waits = (name: string): Uint8Array => frame(`${name} is offline. Your message is kept for them.`);

export const registered = (name: string): Uint8Array =>
  frame(`${name} is registered. To log in again, send NICK ${name} and your password.`);

export const unknownCommand = (word: string): Uint8Array =>
  frame(
    `Unknown command ${quoted(word)}, not sent. /help lists all commands. To send it as text, type /${quoted(word)}.`,
  );

/** The answer to every refused name. */
const name = protocolWords.retry;

const sentence = refusalSentences({
  'bad-name': name,
  taken: name,
  'wrong-password': name,
  'name-fixed': name,
  'no-user': 'No user named %.',
  'room-invalid': 'There is no such room.',
  'no-room': 'There is no such room.',
  'not-member': 'You are not in #lobby.',
  'too-many-rooms': 'You are in too many rooms to join #lobby.',
});

/** The answer to a refusal. `to`: the receiver, as the client wrote it. */
export const refused = (code: RefusalCode, to?: string): Uint8Array => frame(sentence(code, to));
