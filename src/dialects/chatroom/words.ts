import type { RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import type { Push } from './push.ts';
import { info } from './render.ts';

/** What the server says to one client, on its push link: `[INFO] ` and a sentence. */

export const unreadPassword: Push = info(
  'Your password could not be read. You have no account; come in again to get one.',
);
export const unreadText: Push = info('Your message could not be opened and was not sent.');
export const unreadKey: Push = info('What you sent in place of your public key is none.');
export const blankText: Push = info('There was nothing to send.');

/** How many hear it is known for so many. */
export const maxCounted = 1000;

/** `others`: who else is online. */
export function sentToAll(others: number): Push {
  const count = others >= maxCounted ? `more than ${maxCounted - 1}` : others;
  return info(`Message sent to ${count} ${others === 1 ? 'user' : 'users'}.`);
}

export const sentTo = (name: string): Push => info(`Message sent to ${name}.`);

/** Said to somebody who is away. */
export const waits = (name: string): Push => info(`${name} is offline, message kept.`);

const unknown = '% does not exist or is offline.';

const sentence = refusalSentences({
  'name-invalid': '% cannot be a name here. No password fits; come in with another name.',
  'name-reserved': '% is not to be had. No password fits; come in with another name.',
  'name-taken': '% is somebody else already. No password fits; come in with another name.',
  'name-registered': '% belongs to somebody. Come in again with the password.',
  'credential-stale': 'Your account was changed. Come in again.',
  'password-wrong': 'This is not the password.',
  'password-invalid':
    'A password is one word of at most 128 characters. You have no account; come in again to get one.',
  'account-in-use': '% is logged in already from another location.',
  'no-guests': 'Accounts are made by whoever runs this server. No password fits.',
  'registration-closed': 'Accounts are made by whoever runs this server. No password fits.',
  'room-invalid': unknown,
  'no-room': unknown,
  'no-user': unknown,
  'not-member': 'You have left #lobby, from another program. Come in again.',
  'too-many-rooms': 'You are in too many rooms to enter #lobby.',
});

/** `name`: whoever it is about, as the client wrote it. */
export const refused = (code: RefusalCode, name: string): Push => info(sentence(code, name));
