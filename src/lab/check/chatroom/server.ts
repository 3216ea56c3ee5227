import type { Hint, Suite } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';

import { restartCheck } from '#lab/check/restart.ts';

import { blockHints } from './block-hints.ts';
import { disruptionChecks } from './server-disruptions.ts';
import { historyChecks } from './server-history.ts';
import { loginChecks } from './server-login.ts';
import { messageChecks } from './server-messages.ts';
import { arrives } from './arrivals.ts';

const firstHint: Hint = ({ check, heard }) =>
  check === 'key' && heard.length === 0
    ? 'The server says nothing to a client with two connections: it accepts two, one after the other, and sends its key on the first of them. It may wait for the name first, or have failed.'
    : undefined;

const twoClientsHint: Hint = ({ says }) =>
  says.includes('on her second connection before')
    ? 'Each connection is treated as a separate client: accept two, one after the other, and serve them as one client. The second one is for messages.'
    : undefined;

const keyFormHint: Hint = ({ says, heard }) => {
  if (!says.includes('base64 of a PEM')) return undefined;
  return textOf(heard).startsWith('-----BEGIN')
    ? 'The key is sent as the PEM itself: its base64 goes over the wire (base64.b64encode(pem)).'
    : 'The key is not base64 of a PEM that begins with -----BEGIN PUBLIC KEY----- (SubjectPublicKeyInfo, RSA).';
};

const oneAtATime: Hint = ({ check, heard }) =>
  (check === 'second-client' || check === 'waiting-client') && heard.length === 0
    ? 'The second client is not served while the first is connected: accept two connections, start a thread for this client, and accept again.'
    : undefined;

const passwordHint: Hint = ({ check, says }) => {
  if (check === 'new-user' && says.includes('existing user'))
    return 'A name that nobody has registered is answered with ACK 1, a registered one with ACK 0.';
  if (check === 'new-user' && /(closes|is reset).*the size of the public key is read/.test(says))
    return 'It ends after the sealed password, which it may not be able to decrypt: RSA-OAEP with SHA-256 and MGF1 with SHA-256, then the Fernet token.';
  if (check === 'existing-user' && says.includes('a new user'))
    return 'The user is removed when it leaves: keep names and passwords, in users.txt and in memory, and compare the name as it was stored.';
  if (check === 'existing-user' && says.includes('right password'))
    return 'The right password is refused: store and compare the decrypted text; what is sealed is different each time, and decrypting gives bytes, not a string.';
  if (check === 'existing-user' && says.includes('expected was an ACK'))
    return 'The password of an existing user is not answered: send ACK 1 for the right one, ACK 0 for a wrong one.';
  return check === 'wrong-password'
    ? 'Each password of an existing user is compared with the stored one, and answered: ACK 0 and read another one, or ACK 1.'
    : undefined;
};

const echoedHint: Hint = ({ says }) =>
  says.includes('her own message')
    ? 'The message comes back to its sender: skip the sender in the loop over those online.'
    : undefined;

const confirmedHint: Hint = ({ check }) =>
  check.startsWith('confirmed')
    ? 'The sender gets no confirmation: send one on its second connection, as ACK 5 and a text.'
    : undefined;

const listHint: Hint = ({ says, heard }) => {
  if (says.includes('pickled list')) {
    return /^\s*[[{(]|^\w+[, ]/.test(textOf(heard))
      ? 'The list is sent as text or JSON: the client reads it with pickle.loads, so send pickle.dumps(names).'
      : 'The list is to be pickle.dumps of a list of strings: of a list, not of the keys of a dictionary, a set or sockets.';
  }
  if (says.includes('her own name')) return 'The list is of the others: leave out the name of the client that asks.';
  if (says.includes('is still in the list'))
    return 'A user who has left stays online for the others: remove the name and its sockets at EX, and where recv returns nothing.';
  if (says.includes('never gave a password'))
    return 'A user is online only after the login: add the name to the list after it.';
  return says.includes('is online and is not in the list')
    ? 'A user is added to those online once its key has come.'
    : undefined;
};

const targetKeyHint: Hint = ({ check }) =>
  check === 'target-key'
    ? 'The sender encrypts for the target, so it needs the key that the target has sent at its login: keep it beside the name.'
    : undefined;

const privateHint: Hint = ({ says, check }) => {
  if (check === 'only-target')
    return 'A private message goes on the second connection of its target, and nowhere else.';
  if (says.includes('in place of a sealed one'))
    return 'A private message is pushed with ACK 4, so that the client decrypts it: pass on the first of the two sealed texts.';
  return says.includes('cannot decrypt the private message')
    ? 'The target gets what it cannot decrypt: pass on the first of the two sealed texts unchanged; the second one is for the server.'
    : undefined;
};

const historyHint: Hint = ({ says, heard, check }) => {
  if (says.includes('cannot decrypt the history'))
    return /sentby|\d{4}-\d\d-\d\d|hello/.test(textOf(heard))
      ? 'The history is sent unencrypted: seal it with the public key of the client that asks.'
      : 'The history is sealed for somebody else, or otherwise: a new Fernet key encrypted with the public key of this client (OAEP, SHA-256), a semicolon, the token, both in base64.';
  if (check === 'no-history') return 'Without a file there is ACK -1, and nothing after it.';
  if (says.includes('is missing in the history'))
    return 'A public message is written to the history of the sender and of everybody online, a private one to those of both.';
  return check === 'history-stays'
    ? 'The history is kept under the name of the user: append to the file, and do not empty it at a login.'
    : undefined;
};

const kindHint: Hint = ({ says }) =>
  /gets ACK \d+ before a public message/.test(says)
    ? 'ACK 5 comes before a public message, ACK 4 before a sealed one: the client decides by it whether to decrypt.'
    : undefined;

const pushedHint: Hint = ({ says, check }) =>
  check === 'to-all' && says.includes('5 before the message')
    ? 'Nothing is pushed: a public message goes to the second connection of each of the others, as ACK 5, size and text, and the server waits for the ACK to the size.'
    : undefined;

const mainHint: Hint = ({ says }) =>
  /(announces the operation|announces the next operation).* is answered with ACK \d+ in place of ACK 1/.test(says)
    ? 'Something else came on the first connection before: pushes and confirmations go on the second one.'
    : undefined;

const otherTextHint: Hint = ({ check }) =>
  check === 'utf8'
    ? 'Text is UTF-8 both ways, and a size counts its bytes: encode first, then len().'
    : check === 'long'
      ? 'Data of more than 1024 bytes comes in several pieces: read until there are as many bytes as the size says.'
      : undefined;

const lockHint: Hint = ({ check }) =>
  check === 'slow-reader'
    ? 'One client that does not answer stops all others: the server waits for its ACK, perhaps with a lock held. Send to each client from its own thread or queue.'
    : undefined;

const othersHint: Hint = ({ check }) =>
  check === 'cut-off' || check === 'after-leave'
    ? 'A client that is gone stops the others: catch the error where you push to it, remove it, and go on with the next one. A lock that is held while sending is never released when the thread dies.'
    : check === 'target-gone'
      ? 'The target is used without a check: check that the name is online before you use it.'
      : undefined;

const causes: Readonly<Record<string, string>> = {
  'split-blocks': 'recv(1024) may return fewer bytes than were sent: read on until the block is whole.',
  'joined-blocks':
    'recv(1024) takes what comes after the data, too: ask for no more than is missing (recv(min(1024, left))), or keep the rest.',
  'new-user':
    'The name comes as a size and a text: read both, answer the size with ACK 1, then say with another ACK whether the name is new.',
  leave: 'EX is not acted on: close both connections of the client, and end its thread.',
  'to-all-text': 'The head of a public message is put before the text by the server.',
  'silent-main':
    'What is sent on the first connection after BM is taken for the answer to the next operation: send it on the second one.',
  'history-lines': 'A line of the history is: date and time, BM or PM, sentby and recvby, the text, with tabs between.',
  'five-clients':
    'Not every client gets every message: go through all who are online but the sender, each with a second connection.',
  'unknown-operation': 'An operation that is not known ends the client: ignore it, and read the next one.',
  binary:
    'Bytes that are not text end the server, or a thread with a lock held: catch the exception, and close that client alone.',
  unsealed:
    'What cannot be decrypted ends the server, or a thread with a lock held: catch the exception, and close that client alone.',
  'gone-in-login':
    'A client that is gone before its password stops the others, or stays in the list: add it after the login.',
};

/** The checks of a server that speaks `chatroom`. */
export const chatroomServer: Suite = {
  dialect: 'chatroom',
  side: 'server',
  checks: [
    ...loginChecks,
    ...messageChecks,
    ...historyChecks,
    ...disruptionChecks,
    restartCheck([3], 'The server is started with a port.', ['key'], (scene, name) => arrives(scene, name)),
  ],
  hints: [
    ...blockHints,
    twoClientsHint,
    keyFormHint,
    firstHint,
    oneAtATime,
    otherTextHint,
    passwordHint,
    echoedHint,
    confirmedHint,
    listHint,
    targetKeyHint,
    privateHint,
    historyHint,
    kindHint,
    pushedHint,
    mainHint,
    lockHint,
    othersHint,
  ],
  causes,
};
