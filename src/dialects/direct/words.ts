import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { line, maxLine } from './codec.ts';

const nameInvalid = 'Invalid username. Connection closing.';

/** Sentences that do not depend on the chat's answer. None begins with `[`, as messages do. */
export const sentences: Readonly<Record<'name' | 'nameColon' | 'format' | 'target' | 'register' | 'long', Uint8Array>> =
  {
    name: line(nameInvalid),
    nameColon: line('Invalid username. Usernames cannot contain colons.'),
    format: line('Invalid format. Use: username: message'),
    target: line('Invalid target. Use: username: message'),
    register: line('/register needs a password, one word, as in /register correct-horse-battery.'),
    long: line(`Not sent: the message is longer than ${maxLine} bytes.`),
  };

export const help: Uint8Array = line(
  [
    'NAME: TEXT sends a private message.',
    '#ROOM: TEXT sends to a room and joins it; from then on you receive what is said there.',
    '#ROOM: joins a room. #ROOM alone leaves it.',
    '/topic #ROOM shows the topic of a room. /topic #ROOM TEXT sets it, /topic #ROOM - removes it.',
    '/register PASSWORD registers your name.',
    'To log in again, send NAME PASSWORD as your first line.',
  ].join('\n'),
);

export const welcome = (name: string): Uint8Array => line(`Welcome ${name}! You can now chat.`);

/** Answer to a message to an offline account. */
export const waits = (name: string): Uint8Array => line(`User ${name} is offline. Message kept.`);

export const registered = (name: string): Uint8Array =>
  line(`${name} is registered. To log in again, send ${name} and your password as the first line.`);

export const unknownCommand = (word: string): Uint8Array =>
  line(`Unknown command ${quoted(word)}, not sent. /help lists all commands.`);

const sentence = refusalSentences({
  'bad-name': nameInvalid,
  taken: 'Username already taken. Connection closing.',
  'no-guests': 'Username already taken. Connection closing.',
  'wrong-password': 'Wrong password. Connection closing.',
  'no-user': 'User not found.',
  'to-self': 'You cannot send messages to yourself.',
});

/** The answer to a refusal. `to`: the room or the receiver, as the client wrote it. */
export const refused = (code: RefusalCode, to?: string): Uint8Array => line(sentence(code, to));

/** The answer to a refused `/topic`. A room that does not exist is created by joining it. */
export const topicRefused = (code: RefusalCode, room: string): Uint8Array =>
  code === 'not-member' || code === 'no-room'
    ? line(`You are not in ${quoted(room)}. To join it, send ${quoted(room)}:`)
    : refused(code, room);

/** Answer to a message to a room that another session of the account has left. */
export const leftElsewhere = (room: string): Uint8Array =>
  line(`Not sent: you are no longer in ${quoted(room)}. Send it again to rejoin.`);
