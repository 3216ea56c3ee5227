import type { Refusal, RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { registerAt, type WaysToRegister } from '../ways-to-register.ts';
import type { Push } from './push.ts';
import { info } from './render.ts';

/** Sentences to one client, on its push link: `[INFO] ` and a sentence. */

export const unreadPassword: Push = info(
  'Your password could not be read. No account was created. Log in again to retry.',
);
export const unreadText: Push = info('Your message could not be decrypted and was not sent.');
export const unreadKey: Push = info('That is not a valid public key.');
export const blankText: Push = info('The message was empty and was not sent.');

/** Above this, the audience is not counted exactly. */
export const maxCounted = 1000;

/** `others`: other users online. */
export function sentToAll(others: number): Push {
  const count = others >= maxCounted ? `more than ${maxCounted - 1}` : others;
  return info(`Message sent to ${count} ${others === 1 ? 'user' : 'users'}.`);
}

export const sentTo = (name: string): Push => info(`Message sent to ${name}.`);

/** Answer to a message to an offline account. */
export const waits = (name: string): Push => info(`${name} is offline, message kept.`);

const unknown = '% does not exist or is offline.';

const sentence = refusalSentences({
  'name-invalid': '% is not a valid name. No password will be accepted; log in with another name.',
  'name-reserved': '% is reserved. No password will be accepted; log in with another name.',
  'name-taken': 'The name % is taken. No password will be accepted; log in with another name.',
  'name-registered': '% is a registered name. Log in again with its password.',
  'credential-stale': 'Your account was changed. Log in again.',
  'password-invalid':
    'A password is one word of at most 128 characters. No account was created. Log in again to retry.',
  'account-in-use': '% is already logged in from another location.',
  'name-banned': '% is banned from this server{until}{reason}. No password will be accepted; log in with another name.',
  'server-banned': 'You are banned from this server{until}{reason}. No password will be accepted.',
  'registration-closed': 'Only the operator of this server can create accounts. No password will be accepted.',
  'room-invalid': unknown,
  'no-room': unknown,
  'no-user': unknown,
  'not-member': 'You are no longer in #lobby. Log in again to return.',
  'too-many-rooms': 'You are in too many rooms to join #lobby.',
});

/** The answer to a new name, where only accounts may come. */
export const noGuests = (ways: WaysToRegister): Push =>
  info(
    `Only accounts may come here.${ways.byCode ? ' With an invitation, type its code after a new password.' : ''}${registerAt(ways)}`,
  );

/** `name`: the name the refusal is about, as the client wrote it. */
export const refused = (refusal: RefusalCode | Refusal, name: string): Push => info(sentence(refusal, name));
