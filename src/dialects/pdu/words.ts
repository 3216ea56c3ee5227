import type { RefusalCode } from '#chat/refusal.ts';

import { errorCodes, errorPdu, loginResponse, maxPdu } from './codec.ts';
import { type Json, maxDepth, numeral } from './json.ts';
import type { Unreadable } from './pdu-reader.ts';

/** The id in an answer to somebody who has none. */
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

/** Answers what names a session that is not this connection's. `id`: as it was written. */
export const noSession = (id: Json | undefined): Uint8Array =>
  errorPdu(id ?? nobody, errorCodes.disconnected, 'Client session not found');

export const timedOut = (id: number): Uint8Array =>
  errorPdu(numeral(id), errorCodes.timeout, 'Session timed out due to inactivity');

/** The last words before the server closes. */
export const endedByServer = (id: number | undefined): Uint8Array =>
  errorPdu(numeral(id ?? -1), errorCodes.disconnected, 'Session ended by the server');

export const unreadable: Readonly<Record<Unreadable, Uint8Array>> = {
  malformed: notDone('This is no PDU'),
  long: notDone(`A PDU has at most ${maxPdu} bytes`),
  deep: notDone(`A PDU is at most ${maxDepth} objects and arrays deep`),
};

const badLogin = wrongLogin;
const unexpected = notDone('This was not done');

/** The answer to what was refused. */
export const refused: Readonly<Record<RefusalCode, Uint8Array>> = {
  'name-invalid': badLogin,
  'name-reserved': badLogin,
  'name-taken': badLogin,
  'name-registered': badLogin,
  'credential-stale': badLogin,
  'password-wrong': badLogin,
  'no-guests': badLogin,
  'account-in-use': loggedInElsewhere,
  'here-already': loggedInElsewhere,
  'not-here': noSession(nobody),
  'text-long': notDone('This was not said, because it is too long'),
  'not-member': notDone('This was not said, because you are not in #lobby any more'),
  'no-room': notDone('This was not said, because you are not in #lobby any more'),
  'too-many-rooms': notDone('You are in too many rooms to enter #lobby'),
  'mailbox-full': notDone('The mailbox is full'),
  'quota-used': notDone('You have said as much as the server keeps in an hour; try again later'),
  'disk-full': notDone("The server's disk is full; try again later"),
  locked: notDone('Another program keeps the database locked; try again in a moment'),
  unavailable: notDone('The server cannot do this now; try again later'),
  internal: notDone('The server made a mistake; this was not done'),
  // What nobody can ask for on this wire.
  'name-fixed': unexpected,
  'password-invalid': unexpected,
  'registration-closed': unexpected,
  'too-many-registrations': unexpected,
  'registered-already': unexpected,
  'room-invalid': unexpected,
  'no-user': unexpected,
  'to-self': unexpected,
  'cursor-invalid': unexpected,
};
