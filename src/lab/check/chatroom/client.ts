import type { Hint, Suite } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';

import { blockHints } from './block-hints.ts';
import { clientDisruptionChecks } from './client-disruptions.ts';
import { clientLoginChecks } from './client-login.ts';
import { clientTalkChecks } from './client-talk.ts';

const connectionHint: Hint = ({ says }) =>
  says.includes('does not open another connection')
    ? 'A client has two connections: open the second to the same port directly after the first, before you read anything.'
    : undefined;

const acknowledgeHint: Hint = ({ check, heard }) =>
  check === 'key' && heard.length === 0
    ? 'The size is not answered: read 1024 bytes, send ACK 1 (64 bytes) on the same connection, then read the data.'
    : undefined;

const operationHint: Hint = ({ says }) =>
  says.includes('something else than the operation')
    ? 'An operation goes to the server as its two letters, BM, PM, CH or EX: no number, no newline, no other case.'
    : undefined;

const keyFormHint: Hint = ({ says, heard }) => {
  if (!says.includes('something else than its public key')) return undefined;
  if (textOf(heard).startsWith('-----BEGIN'))
    return 'The key is sent as the PEM itself: its base64 goes over the wire (base64.b64encode(pem)).';
  return 'The key is not base64 of a PEM that begins with -----BEGIN PUBLIC KEY----- (SubjectPublicKeyInfo, RSA).';
};

const sealedHint: Hint = ({ says, heard, check }) => {
  if (!says.includes('cannot decrypt')) return undefined;
  const came = textOf(heard);
  if (!came.includes(';'))
    return 'It is sent unencrypted: seal it, as base64 of the Fernet key encrypted with RSA, a semicolon, and base64 of the token.';
  if (says.includes('sealed for the target'))
    return 'It is sealed for somebody else: the key comes from the server, after the name of the target.';
  return says.includes('sealed for the server') || check === 'new-user'
    ? 'It is sealed for somebody else, or in another way: use the key of the server, a new Fernet key encrypted with OAEP and SHA-256, and the token, both in base64.'
    : undefined;
};

const causes: Readonly<Record<string, string>> = {
  'waits-for-key':
    'The client sends before it has read: the public key of the server comes first, then the name is sent.',
  name: 'The name is a size and a text: send its length in 1024 bytes, read the ACK, then send the name, without a newline.',
  'new-user':
    'After the name comes an ACK: at 1 the user is new. Ask for a password then, and send what was typed, without its newline.',
  'own-key': 'Nothing is answered to the password of a new user: send the public key of the client directly after it.',
  'existing-user':
    'At ACK 0 the user exists: ask for the password, send it, and read another ACK. Only 1 means that it is right.',
  'wrong-password': 'ACK 0 to a password means that it is wrong: ask again in a loop, until ACK 1 comes.',
  'to-all': 'BM is two messages: the operation, then the text as it was typed, each with its size before it.',
  'to-all-again': 'The client does not ask for the next operation: put the menu into a loop.',
  'shows-public':
    'Read the second connection in a separate thread, also while the client waits for input: an ACK (64 bytes), a size (1024 bytes) that is answered with ACK 1 there, the text. Print it at once.',
  'shows-second': 'The thread that reads the second connection ends after a message: put it into a loop.',
  confirmation: 'The confirmation comes on the second connection, as ACK 5 and a text: print it like a message.',
  names: 'The list is pickled: pickle.loads gives a list of names. Print the names.',
  'to-one':
    'PM is: the list, the name that is chosen, the key of the target, then the text sealed with that key, and the text sealed with the key of the server.',
  'to-one-head': 'The head of a private message is put before the text by its sender, before it is sealed.',
  'unknown-target': 'The name is sent although it is not in the list: compare, say so, and ask again.',
  'shows-private':
    'ACK 4 stands before what is sealed: decrypt it with the private key of the client before you print it.',
  history: 'After ACK 1 comes a sealed text: decrypt it with the private key of the client, and print it.',
  'no-history': 'ACK -1 means that there is no history, and nothing follows it: show that, and go on.',
  leave: 'EX is sent to the server, then both connections are closed, and the program ends: its threads, too.',
  'ctrl-c': 'Nothing is sent at Ctrl-C: catch KeyboardInterrupt, send EX, and close both connections.',
  utf8: 'Text is UTF-8 both ways, and a size counts its bytes: encode first, then len().',
  long: 'Data of more than 1024 bytes comes in several pieces: read until there are as many bytes as the size says.',
  'split-blocks': 'recv(1024) may return fewer bytes than were sent: read on until the block is whole.',
  'joined-blocks':
    'recv(1024) takes what comes after the data, too: ask for no more than is missing (recv(min(1024, left))), or keep the rest.',
  'server-closes':
    'The client does not end when recv returns nothing: that is how it learns that the server has closed.',
  'cut-off': 'The client does not end when a connection breaks off: catch the error of recv, say so, and end.',
};

/** The checks of a client that speaks `chatroom`. */
export const chatroomClient: Suite = {
  dialect: 'chatroom',
  side: 'client',
  checks: [...clientLoginChecks, ...clientTalkChecks, ...clientDisruptionChecks],
  hints: [connectionHint, ...blockHints, acknowledgeHint, operationHint, keyFormHint, sealedHint],
  causes,
};
