import { quoted } from '#text/quoted.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import { line, maxLine } from './codec.ts';

const nameInvalid = 'Invalid username. Connection closing.';

/** The original's notices that need nobody's judgement, and two of our own. None begins with `[`, as all that is said does. */
export const sentences: Readonly<Record<'name' | 'nameColon' | 'format' | 'target' | 'register' | 'long', Uint8Array>> =
  {
    name: line(nameInvalid),
    nameColon: line('Invalid username. Usernames cannot contain colons.'),
    format: line('Invalid format. Use: username: message'),
    target: line('Invalid target. Use: username: message'),
    register: line('/register needs a password, one word, as in /register correct-horse-battery.'),
    long: line(`This was not sent, because it is longer than ${maxLine} bytes.`),
  };

export const help: Uint8Array = line(
  [
    'NAME: TEXT says something to one person only.',
    '#ROOM: TEXT says it to all in that room, and enters it; from then on you hear what is said there.',
    '#ROOM: enters and says nothing. #ROOM alone leaves.',
    '/register PASSWORD keeps your name for yourself.',
    'To come back then, send NAME PASSWORD as your first line.',
  ].join('\n'),
);

export const welcome = (name: string): Uint8Array => line(`Welcome ${name}! You can now chat.`);

/** Said to somebody who is away. */
export const waits = (name: string): Uint8Array => line(`User ${name} is offline. Message kept.`);

export const registered = (name: string): Uint8Array =>
  line(`${name} is yours now. To come back, send ${name} and your password as the first line.`);

export const unknownCommand = (word: string): Uint8Array =>
  line(`${quoted(word)} is unknown and was not sent. /help lists what there is.`);

/** `%` is the room, or whom it was said to. */
const refusals: Record<RefusalCode, string> = {
  'name-invalid': nameInvalid,
  'name-reserved': nameInvalid,
  'name-taken': 'Username already taken. Connection closing.',
  'name-registered': 'Username already taken. Connection closing.',
  'account-in-use': 'Username already taken. Connection closing.',
  'no-guests': 'Username already taken. Connection closing.',
  'name-fixed': 'Your name is registered, and stays.',
  'credential-stale': 'Wrong password. Connection closing.',
  'password-wrong': 'Wrong password. Connection closing.',
  'password-invalid': 'A password is one word of at most 128 characters. You have no account.',
  'registration-closed': 'Accounts are made by whoever runs this server.',
  'too-many-registrations': 'Too many accounts were made from your address within an hour; try again later.',
  'registered-already': 'You have an account already.',
  'not-here': 'You are not in the chat.',
  'here-already': 'You are in the chat already.',
  'room-invalid': 'No room can be called %.',
  'no-room': 'There is no room %.',
  'no-user': 'User not found.',
  'not-member': 'You are not in %.',
  'to-self': 'You cannot send messages to yourself.',
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

/** The answer to what was refused. `to`: the room, or whom it was said to, as the client wrote it. */
export const refused = (code: RefusalCode, to = ''): Uint8Array => line(refusals[code].replace('%', () => quoted(to)));

/** Said in a room that another session of the account has left. */
export const leftElsewhere = (room: string): Uint8Array =>
  line(`You are not in ${quoted(room)} any more, and this was not sent. Write it again to enter.`);
