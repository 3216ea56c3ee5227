import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { frame, maxMessage } from './codec.ts';

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
const name = 'RETRY';

/** `%` is whom it was said to. */
const refusals: Record<RefusalCode, string> = {
  'name-invalid': name,
  'name-reserved': name,
  'name-taken': name,
  'name-registered': name,
  'name-fixed': name,
  'credential-stale': name,
  'password-wrong': name,
  'account-in-use': name,
  'no-guests': name,
  'password-invalid': 'A password is one word of at most 128 characters. You have no account.',
  'registration-closed': 'Accounts are made by whoever runs this server.',
  'too-many-registrations': 'Too many accounts were made from your address within an hour; try again later.',
  'registered-already': 'You have an account already.',
  'not-here': 'You are not in the chat.',
  'here-already': 'You are in the chat already.',
  'room-invalid': 'There is no such room.',
  'no-room': 'There is no such room.',
  'no-user': 'No user named %.',
  'not-member': 'You are not in #lobby.',
  'to-self': 'This was not sent, because % is you.',
  'text-long': 'This message was not sent, because it is too long.',
  'too-many-rooms': 'You are in too many rooms to enter #lobby.',
  'cursor-invalid': 'There is no such place in the history.',
  'mailbox-full': 'The mailbox of % is full. This was not kept.',
  'quota-used': 'You have said as much as the server keeps in an hour. This was not kept; try again later.',
  'disk-full': "The server's disk is full. This was not done; try again later.",
  locked: 'Another program keeps the database locked. This was not done; try again in a moment.',
  unavailable: 'The server cannot do this now; try again later.',
  internal: 'The server made a mistake. This was not done.',
};

/** The answer to what was refused. `to`: whom it was said to, as the client wrote it. */
export const refused = (code: RefusalCode, to = ''): Uint8Array => frame(refusals[code].replace('%', () => quoted(to)));
