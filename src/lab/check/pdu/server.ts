import type { Hint, Suite } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';

import { restartCheck } from '#lab/check/restart.ts';

import { formHints } from './form-hints.ts';
import { chatChecks } from './server-chat.ts';
import { disruptionChecks } from './server-disruptions.ts';
import { loginChecks } from './server-login.ts';
import { usualVersions, withClients } from './speak.ts';

const nothingHint: Hint = ({ says, check }) => {
  if (!says.includes('hears nothing')) return undefined;
  if (check === 'versions')
    return 'The first PDU is not answered. The server may wait for more bytes or for the end of the connection: a PDU ends with its last brace, and over TCP a newline follows.';
  return check === 'two-accounts' || check === 'second-client' || check === 'five-clients'
    ? 'A client is not served while another one is connected: serve each in its own thread or task.'
    : undefined;
};

const typeHint: Hint = ({ says, heard }) => {
  if (says.includes('is not selected') && /"selected_version": ?\d/.test(textOf(heard)))
    return 'selected_version is a number: it is a text, such as "1.2".';
  if (says.includes('is not selected') && !/selected_version/.test(textOf(heard)))
    return 'The key is missing: the selected version is in the payload as selected_version.';
  if (says.includes('gets no number as its id')) return 'The id in the answer to a login is a number, not a text.';
  return says.includes('auth is not 0') && /"auth": ?(1|true)/.test(textOf(heard)) && /"id": ?\d/.test(textOf(heard))
    ? 'The login is accepted (there is an id), but auth is not 0: 0 means that the password is right, 1 that it is wrong.'
    : undefined;
};

/** What each check asks for, shown if no more exact cause is known. */
const causes: Readonly<Record<string, string>> = {
  versions:
    'Take the first of supported_versions that you have, and answer with mtype 8, selected_version and success.',
  'older-version':
    'Go through the list of the client, not your own: the first of its versions that you have is selected.',
  'no-version': 'Where none of the versions of the client is yours, answer with mtype 5 and error_code 5.',
  login: 'Compare username and password of the payload with the accounts user1/pass1 and user2/pass2.',
  'login-alone': 'A login is taken whether or not versions were asked for before: version 1.0 is meant then.',
  'wrong-password': 'Compare the password, answer a wrong one with auth 1 and id -1, and read on.',
  'unknown-user': 'Look the user up before you compare: one that is not there is refused with auth 1 and id -1.',
  'two-accounts': 'Each login gets the next id: keep one counter for all clients, not one for each connection.',
  elsewhere:
    'The server does not keep who is logged in: store the names of all sessions in one place, and look there before you accept a login.',
  logout: 'Remove the session at mtype 4, by the id in its payload, and send no answer.',
  parrot: 'Send the payload back as it came, with the id of the sender, on the connection that it came from.',
  'parrot-time': 'Send the payload back as it came: the time is that of the client.',
  'version-key': 'Each PDU has a key version, "1.0.0", beside mtype and payload, in answers too.',
  form: 'Write the keys in the order mtype, payload, version, sz with json.dumps; sz is len(json.dumps(payload)).',
  'two-parrots': 'A message goes back to its sender alone: do not send it to all connections.',
  ping: 'A ping is not answered: note when it came, and read on.',
  'unknown-id': 'Look the id up among the sessions, and answer an unknown one with mtype 5 and error_code 1.',
  'unknown-mtype': 'Ignore a PDU whose mtype you do not know, and read on.',
  'without-sz': 'sz and version may be missing in what comes: read them with a default (get), or not at all.',
  utf8: 'Encode and decode as UTF-8, and leave escapes to json.loads and json.dumps.',
  long: 'A PDU of a thousand bytes may come in several reads: read on until the object is whole.',
  'joined-pdus':
    'One read is taken as one PDU, but may hold two: keep what came in a buffer, and take one object after the other out of it.',
  'split-pdu':
    'One read is taken as one PDU, but may hold only a part of it: keep what came until the object is whole.',
  'no-json':
    'Input that is not a PDU, or lacks a key, ends the server or this handler with a lock held: catch the exception of json.loads, and look keys up with get.',
  'cut-off':
    'A client that is gone stops the others: catch the error of its connection, remove its session, and go on.',
  gone: 'The session outlives its client: remove it where its connection ends, or where no ping has come for some time.',
};

/** The checks of a server that speaks `pdu`. */
export const pduServer: Suite = {
  dialect: 'pdu',
  side: 'server',
  alpn: 'echo-protocol',
  checks: [
    ...loginChecks,
    ...chatChecks,
    ...disruptionChecks,
    restartCheck([3, 5], 'Port 55667; server: -p, -l.', ['versions'], (scene, name) =>
      withClients(async (open) => void (await (await open(name)).offers(usualVersions)))(scene),
    ),
  ],
  // A message is to come back to its sender here: what is common to the others does not fit.
  hints: [...formHints, nothingHint, typeHint, ({ check }) => causes[check]],
  causes,
};
