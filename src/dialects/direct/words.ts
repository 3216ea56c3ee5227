import { awayNote } from '#text/away-note.ts';
import { type CommandWords, didYouMean } from '#commands/command-context.ts';
import { quoted } from '#text/quoted.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { registerAt, type WaysToRegister } from '../ways-to-register.ts';
import { line, maxLine } from './codec.ts';

const nameInvalid = 'Invalid username. Connection closing.';

/** Sentences that do not depend on the chat's answer. None begins with `[`, as messages do. */
export const sentences: Readonly<Record<'name' | 'nameColon' | 'format' | 'target' | 'long', Uint8Array>> = {
  name: line(nameInvalid),
  nameColon: line('Invalid username. Usernames cannot contain colons.'),
  format: line('Invalid format. Use: username: message'),
  target: line('Invalid target. Use: username: message'),
  long: line(`Not sent: the message is longer than ${maxLine} bytes.`),
};

export const welcome = (name: string): Uint8Array => line(`Welcome ${name}! You can now chat.`);

const keptFor = (name: string): string => `User ${name} is offline. Message kept.`;

/** Answer to a message to an offline account. */
export const waits = (name: string): Uint8Array => line(keptFor(name));

/** Answer to a message to a user who is away from the keyboard. */
export const isAway = (name: string, text: string): Uint8Array => line(awayNote(name, text));

export const registered = (name: string): Uint8Array =>
  line(`${name} is registered. To log in again, send ${name} and your password as the first line.`);

const sentence = refusalSentences({
  'bad-name': nameInvalid,
  taken: 'Username already taken. Connection closing.',
  'wrong-password': 'Wrong password. Connection closing.',
  'server-banned': 'You are banned from this server{until}{reason}. Connection closing.',
  'name-banned': 'That username is banned from this server{until}{reason}. Connection closing.',
  'no-user': 'User not found.',
  'to-self': 'You cannot send messages to yourself.',
});

/** The answer to a guest, where only accounts may come. */
export const noGuests = (ways: WaysToRegister): Uint8Array =>
  line(
    `Only accounts may come here: NAME PASSWORD${ways.byCode ? ', or with an invitation NAME PASSWORD CODE' : ''}.${registerAt(ways)} Connection closing.`,
  );

/** The answer to a refusal. `to`: the room or the receiver, as the client wrote it. */
export const refused = (refusal: RefusalCode | Refusal, to?: string): Uint8Array => line(sentence(refusal, to));

/** Answer to a message to a room that another session of the account has left. */
export const leftElsewhere = (room: string): Uint8Array =>
  line(`Not sent: you are no longer in ${quoted(room)}. Send it again to rejoin.`);

const help: readonly string[] = [
  'NAME: TEXT sends a private message.',
  '#ROOM: TEXT sends to a room and joins it: you receive what is said there.',
  '#ROOM: joins a room. #ROOM alone leaves it.',
  'To log in again, send NAME PASSWORD as your first line.',
  'A command without #ROOM is about the room you named last, else #lobby.',
];

/** What typed commands answer. */
export const commandWords: CommandWords = {
  help,
  mistake: (words) => words,
  refused: refusalSentences({ 'no-user': 'User not found.', 'to-self': 'You cannot send messages to yourself.' }),
  unknown: (word, meant) => `Unknown command ${quoted(word)}, not sent.${didYouMean(meant)} /help lists all commands.`,
  waits: keptFor,
  speakIn: (room) => `To speak there, send ${room}: TEXT`,
  notIn: (room) => `You are not in ${quoted(room)}. To join it, send ${quoted(room)}:`,
};
