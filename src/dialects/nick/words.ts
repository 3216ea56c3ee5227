import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { frame, maxMessage, protocolWords } from './codec.ts';

/** What is said to a single client beside the protocol's own words. None can be taken for a line of the chat: `name: text`. */
export const sentences: Readonly<
  Record<'nickFirst' | 'nickWhat' | 'nickGlued' | 'msgWhat' | 'registerWhat' | 'long', Uint8Array>
> = {
  nickFirst: frame('Say who you are first, with NICK and a name, as in NICKalice.'),
  nickWhat: frame('NICK needs a name, as in NICK alice.'),
  nickGlued: frame('This was not sent, because it may hold a password. Put a blank behind NICK.'),
  msgWhat: frame('/msg needs a name and a text, as in /msg alice hello.'),
  registerWhat: frame('/register needs a password, one word, as in /register correct-horse-battery.'),
  long: frame(`This message was not sent, because it is longer than ${maxMessage} bytes.`),
};

export const help: readonly string[] = [
  'What you write is said in #lobby. Beside that you can write',
  '/msg NAME TEXT to say something to one person only,',
  'NICK NAME to take another name,',
  '/register PASSWORD to keep your name for yourself,',
  'NICK NAME PASSWORD to come as somebody who has an account,',
  '//word to say /word,',
  'BYE to leave.',
];

/** Said to somebody who is away. */
export const waits = (name: string): Uint8Array => frame(`${name} is not here. Your message is kept for them.`);

export const registered = (name: string): Uint8Array =>
  frame(`${name} is yours now. To come back, write NICK ${name} and your password.`);

export const unknownCommand = (word: string): Uint8Array =>
  frame(`${quoted(word)} is unknown and was not sent. /help lists what there is. To say it, write /${quoted(word)}.`);

/** Names that are refused in any way are asked for again. */
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
  'too-many-rooms': 'You are in too many rooms to enter #lobby.',
  'text-long': 'This message was not sent, because it is too long.',
});

/** The answer to what was refused. `to`: whom it was said to, as the client wrote it. */
export const refused = (code: RefusalCode, to?: string): Uint8Array => frame(sentence(code, to));
