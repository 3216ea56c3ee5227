import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { maxCommand } from './codec.ts';

/** What is answered beside the lists. Those marked are the original's own; the others begin with `Error: `, as its do. */
export const sentences: Readonly<
  Record<'sendFormat' | 'long' | 'malformed' | 'loginFormat' | 'registerFormat' | 'registered' | 'nobody', string>
> = {
  /** The original's. */
  sendFormat: 'Error: Invalid SENDMSG command format.',
  /** The original's. */
  long: `Error: Message exceeds the ${maxCommand}-byte limit.`,
  /** The original writes it to its operator, without `Error: `. */
  malformed: 'Error: Invalid command format: missing SOH or EOT.',
  loginFormat: 'Error: Invalid LOGIN command format: LOGIN,<name> or LOGIN,<name>,<password>.',
  registerFormat: 'Error: Invalid REGISTER command format: REGISTER,<password>.',
  registered: 'The name is yours now. To come back: LOGIN,<name>,<password>.',
  nobody: 'Error: Only accounts may come here: LOGIN,<name>,<password>.',
};

/** The original's answer to GETMSG. */
export const noMessages = (group: string): string => `No messages found for group ${quoted(group)}`;

export const unknownCommand = (word: string): string => `Error: Unknown command ${quoted(word)}.`;
export const invalidFormat = (word: string): string => `Error: Invalid ${word} command format.`;
export const unknownRecipient = (name: string): string => `Error: Unknown recipient ${quoted(name)}.`;
export const full = (name: string): string => `Error: The mailbox of ${quoted(name)} is full.`;
export const notYours = (name: string): string => `Error: The mailbox of ${quoted(name)} is for ${quoted(name)} only.`;
export const named = (name: string): string => `You are ${name} now.`;
export const lost = (count: number): string =>
  `Error: ${count} more ${count === 1 ? 'message' : 'messages'} did not fit into this mailbox.`;
export const silent = (seconds: number): string => `Error: No command came for ${seconds} seconds. Goodbye.`;

/** `%` is the name, the room, or whom it was said to. */
const refusals: Record<RefusalCode, string> = {
  'name-invalid': 'Nobody can be called %.',
  'name-reserved': 'The name % is reserved. Take another one: LOGIN,<name>.',
  'name-taken': 'Somebody is called % already.',
  'name-registered': '% has a password: LOGIN,<name>,<password>.',
  'name-fixed': 'Your name is registered, and stays.',
  'credential-stale': 'That is not the password of %.',
  'password-wrong': 'That is not the password of %.',
  'password-invalid': 'A password is one word of at most 128 characters.',
  'account-in-use': '% is here already.',
  'no-guests': sentences.nobody.slice('Error: '.length),
  'registration-closed': 'Accounts are made by whoever runs this server.',
  'too-many-registrations': 'Too many accounts were made from your address within an hour; try again later.',
  'registered-already': 'You have an account already.',
  'not-here': 'You are not in the chat.',
  'here-already': 'You have an account already.',
  'room-invalid': 'No room can be called %.',
  'no-room': 'There is no room %.',
  'no-user': 'Unknown recipient %.',
  'not-member': 'You are not in % any more.',
  'to-self': 'This is for you.',
  'text-long': 'This was not sent, because it is too long.',
  'too-many-rooms': 'You are in too many rooms to enter %.',
  'cursor-invalid': 'There is no such place in the history.',
  'mailbox-full': 'The mailbox of % is full. This was not kept.',
  'quota-used': 'You have said as much as the server keeps in an hour. This was not kept; try again later.',
  'disk-full': "The server's disk is full. This was not done; try again later.",
  locked: 'Another program keeps the database locked. This was not done; try again in a moment.',
  unavailable: 'The server cannot do this now; try again later.',
  internal: 'The server made a mistake. This was not done.',
};

/** `about`: the name, the room, or whom it was said to, as the client wrote it. */
export const refused = (code: RefusalCode, about = ''): string =>
  `Error: ${refusals[code].replace('%', () => quoted(about))}`;
