import { type CommandWords, didYouMean } from '#commands/command-context.ts';
import { quoted } from '#text/quoted.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { registerAt, type WaysToRegister } from '../ways-to-register.ts';
import { maxCommand } from './codec.ts';

/** Answers other than lists. The marked ones are the original's; the others begin with `Error: ` like them. */
export const sentences: Readonly<
  Record<'sendFormat' | 'long' | 'malformed' | 'loginFormat' | 'registerFormat' | 'registered', string>
> = {
  /** The original's. */
  sendFormat: 'Error: Invalid SENDMSG command format.',
  /** The original's. */
  long: `Error: Message exceeds the ${maxCommand}-byte limit.`,
  /** The original writes it to its operator, without `Error: `. */
  malformed: 'Error: Invalid command format: missing SOH or EOT.',
  loginFormat: 'Error: Invalid LOGIN command format: LOGIN,<name> or LOGIN,<name>,<password>.',
  registerFormat: 'Error: Invalid REGISTER command format: REGISTER,<password>.',
  registered: 'Your name is registered. To log in again: LOGIN,<name>,<password>.',
};

/** The answer to every command of a client that has not logged in, where guests may not come. */
export const noGuests = (ways: WaysToRegister): string =>
  `Error: Guests are not allowed here. Log in with LOGIN,<name>,<password>${ways.byCode ? ', or with an invitation LOGIN,<name>,<password> <code>' : ''}.${registerAt(ways)}`;

/** The original's answer to GETMSG. */
export const noMessages = (group: string): string => `No messages found for group ${quoted(group)}`;

export const unknownCommand = (word: string): string => `Error: Unknown command ${quoted(word)}.`;
export const invalidFormat = (word: string): string => `Error: Invalid ${word} command format.`;
export const unknownRecipient = (name: string): string => `Error: Unknown recipient ${quoted(name)}.`;
export const full = (name: string): string => `Error: The mailbox of ${quoted(name)} is full.`;
export const notYours = (name: string): string =>
  `Error: Only ${quoted(name)} can read the mailbox of ${quoted(name)}.`;
export const named = (name: string): string => `You are ${name} now.`;
/** A room that the client was in, and is not any more. It joins one by its next use. */
export const noLonger = (room: string): string =>
  `Error: You are no longer in ${quoted(room)}. Send that again to join it.`;
export const lost = (count: number): string =>
  `Error: ${count} more ${count === 1 ? 'message' : 'messages'} did not fit into this mailbox.`;
export const silent = (seconds: number): string => `Error: No command received for ${seconds} seconds. Goodbye.`;

const sentence = refusalSentences({
  'name-reserved': 'The name % is reserved. Take another one: LOGIN,<name>.',
  'name-registered': '% is registered. Log in with LOGIN,<name>,<password>.',
  'password-invalid': 'A password is one word of at most 128 characters.',
  'here-already': 'You already have an account.',
  'name-banned': 'The name % is banned from this server{until}{reason}. Take another one: LOGIN,<name>.',
  'not-member': 'You are no longer in %.',
  'no-user': 'Unknown recipient %.',
});

/** `about`: the name, the room or the receiver, as the client wrote it. */
export const refused = (refusal: RefusalCode | Refusal, about?: string): string => `Error: ${sentence(refusal, about)}`;

const plainly = refusalSentences({ 'no-user': 'Unknown recipient %.' });

/** What commands that begin with a slash answer. */
export const typedWords: CommandWords = {
  help: [
    'SENDMSG,NAME,TEXT or SENDMSG,#ROOM,TEXT sends a message. GETMSGS or GETMSGS,#ROOM reads. LOGIN,NAME takes a name.',
    'A command without #ROOM is about the room you used last, else #lobby.',
  ],
  mistake: (words) => `Error: ${words}`,
  refused: (refusal, about) => `Error: ${plainly(refusal, about)}`,
  unknown: (word, meant) => `Error: Unknown command ${quoted(word)}.${didYouMean(meant)} /help lists all commands.`,
  waits: (to) => `${to} is offline. The message is kept.`,
  speakIn: (room) => `SENDMSG,${room},TEXT sends there, GETMSGS,${room} reads.`,
  notIn: (room) => `Error: You are not in ${quoted(room)}. /join ${quoted(room)} enters it.`,
};
