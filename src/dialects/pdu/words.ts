import { maxText } from '#chat/limits.ts';
import { asRefusal, type Refusal, type RefusalCode } from '#chat/refusal.ts';

import { refusalSentences } from '../refusals.ts';
import { errorCodes, errorPdu, loginResponse, maxPdu } from './codec.ts';
import { type Json, maxDepth, numeral } from './json.ts';
import type { Unreadable } from './pdu-reader.ts';

/** The id in an answer to a client without one. */
const nobody = numeral(-1);

const notDone = (why: string): Uint8Array => errorPdu(nobody, errorCodes.notDone, why);

export const wrongLogin: Uint8Array = loginResponse(undefined);
export const loggedInElsewhere: Uint8Array = errorPdu(
  nobody,
  errorCodes.elsewhere,
  'User already logged in from another location',
);
export const incompatible: Uint8Array = errorPdu(nobody, errorCodes.unsupported, 'Incompatible version');
export const updateRequired: Uint8Array = errorPdu(nobody, errorCodes.updateRequired, 'Client update required');

/** The answer to an id that is not this connection's. `id`: as the client wrote it. */
export const noSession = (id: Json | undefined): Uint8Array =>
  errorPdu(id ?? nobody, errorCodes.disconnected, 'Client session not found');

export const timedOut = (id: number): Uint8Array =>
  errorPdu(numeral(id), errorCodes.timeout, 'Session timed out due to inactivity');

/** Sent before the server closes. */
export const endedByServer = (id: number | undefined): Uint8Array =>
  errorPdu(numeral(id ?? -1), errorCodes.disconnected, 'Session ended by the server');

export const unreadable: Readonly<Record<Unreadable, Uint8Array>> = {
  malformed: notDone('Not a valid PDU'),
  long: notDone(`A PDU has at most ${maxPdu} bytes`),
  deep: notDone(`A PDU has at most ${maxDepth} levels of objects and arrays`),
};

const frames: Readonly<Partial<Record<RefusalCode, Uint8Array>>> = {
  'name-invalid': wrongLogin,
  'name-reserved': wrongLogin,
  'name-taken': wrongLogin,
  'name-registered': wrongLogin,
  'credential-stale': wrongLogin,
  'password-wrong': wrongLogin,
  'no-guests': wrongLogin,
  'account-in-use': loggedInElsewhere,
  'here-already': loggedInElsewhere,
  'not-here': noSession(nobody),
};

const sentence = refusalSentences({
  'server-banned': 'You are banned from this server{until}{reason}',
  banned: 'You are banned from #lobby{until}{reason}',
  muted: 'You are muted{until}{reason}',
  'text-long': `Too long: a message has at most ${maxText} bytes`,
  'not-member': 'Not sent: you are no longer in #lobby',
  'no-room': 'Not sent: you are no longer in #lobby',
  'too-many-rooms': 'You are in too many rooms to join #lobby',
  'quota-used': 'You have reached the hourly limit. Nothing was done; try again later',
  'disk-full': "The server's disk is full; try again later",
  locked: 'The database is locked by another program; try again in a moment',
  unavailable: 'The server cannot do this now; try again later',
  internal: 'Internal server error. Nothing was done',
});

export const refused = (refusal: RefusalCode | Refusal): Uint8Array =>
  frames[asRefusal(refusal).code] ?? notDone(sentence(refusal));
