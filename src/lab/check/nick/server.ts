import type { Hint, Suite } from '#lab/check/check.ts';
import { literal, textOf } from '#lab/check/hints.ts';
import { renamed, renamedFrames } from '#lab/check/name-suffixes.ts';
import { restartCheck } from '#lab/check/restart.ts';
import { chatChecks } from './server-chat.ts';
import { companyChecks } from './server-company.ts';

const lengthHint: Hint = ({ heard, expected }) => {
  const wanted = literal(expected);
  if (wanted.length < 3 || heard.length < 2) return undefined;
  const text = textOf(wanted.subarray(2));
  const came = textOf(heard);
  if (heard[0] === wanted[1] && heard[1] === wanted[0] && wanted[0] !== wanted[1]) {
    return 'The two bytes of the length are swapped: little-endian instead of network byte order (struct.pack("!H", n), htons).';
  }
  if (heard[0] === wanted[1] && came.slice(1).startsWith(text)) {
    return 'The length has one byte; it has two, big-endian (struct.pack("!H", n)).';
  }
  if (came.startsWith(text)) return 'The length is missing: two bytes, big-endian, come before each message.';
  if (/^0*(\d+)/.exec(came)?.[1] === String(text.length) && came.includes(text)) {
    return 'The length is sent as digits; it is two bytes, big-endian (struct.pack("!H", n)).';
  }
  if (textOf(heard.subarray(4)).startsWith(text) && heard[0] === 0 && heard[1] === 0) {
    return 'The length has four bytes; it has two (struct.pack("!H", n) instead of "!I").';
  }
  if (textOf(heard.subarray(2)).startsWith(`${text}\n`))
    return 'A newline comes after the text; a message ends by its length alone.';
  return heard[1] === text.length + 2 && textOf(heard.subarray(2)).startsWith(text)
    ? 'The length counts its own two bytes; it counts those of the text alone.'
    : undefined;
};

const senderHint: Hint = ({ heard, expected }) => {
  const [, name, text] = /^(\w+): (.+)$/s.exec(textOf(literal(expected).subarray(2))) ?? [];
  const came = textOf(heard.subarray(2));
  if (name === undefined || text === undefined || !came.includes(text) || /[\r\n]|b'/.test(came)) return undefined;
  if (!came.includes(name)) return 'The name of the sender is missing: "NAME: TEXT" is sent to the others.';
  return came.startsWith(`${name}: ${text}`)
    ? undefined
    : 'Name and text have another form: it is "NAME: TEXT", with a colon and one space between.';
};

const retryHint: Hint = ({ heard, expected, check }) => {
  const [wanted, came] = [textOf(literal(expected)), textOf(heard)];
  if (wanted.includes('RETRY') && came.includes('READY')) {
    return check === 'retry'
      ? 'The second client gets a nickname that is in use: compare it with the names of all clients, without the word NICK and without a newline.'
      : undefined;
  }
  if (wanted.includes('READY') && came.includes('RETRY')) {
    return 'A free nickname is refused: remove the name of a client that has left, whichever way it left.';
  }
  return undefined;
};

const noGreeting: Hint = ({ check, heard }) =>
  check === 'hello' && heard.length === 0
    ? 'A client that connects is sent nothing: call accept in a loop, and send HELLO before you read.'
    : undefined;

const oneAtATime: Hint = ({ check, heard }) =>
  check === 'second-client' && heard.length === 0
    ? 'The second client gets no answer while the first is connected: serve each client in its own thread, or use select, so that accept is called again.'
    : undefined;

const leavingHint: Hint = ({ check, heard }) => {
  if (check === 'shutdown') {
    return heard.length === 0
      ? 'Nothing is sent at Ctrl-C (SIGINT): catch the signal, send the notice to all clients, wait, and close.'
      : undefined;
  }
  if (check === 'shutdown-closes')
    return 'The notice is sent, but the connections stay: close every socket after the wait, and end the threads that wait in recv.';
  return check === 'bye'
    ? 'The connection stays open after BYE, or BYE is taken for a message: compare the text with BYE before you send it on, and close the socket.'
    : undefined;
};

const nickWord: Hint = ({ heard, expected }) =>
  textOf(heard).includes('NICK') && !textOf(literal(expected)).includes('NICK')
    ? 'The word NICK is taken as a part of the name or of the message: cut it off before you store the name.'
    : undefined;

const causes: Readonly<Record<string, string>> = {
  hello:
    'The first bytes that a client receives are HELLO and its length before it, and nothing else: 00 05 48 45 4c 4c 4f.',
  'five-clients':
    'Not every client gets every message: go through all clients but the sender, and serve each in its own thread.',
  utf8: 'The length counts bytes, and text is UTF-8: encode first, then len().',
  long: 'A long message is cut: recv needs a buffer of 1024 bytes, and sendall in place of send.',
  'hangs-up':
    'A client that disconnects without BYE is not removed: where recv returns nothing, remove its nickname, close its socket, and end its thread.',
  'cut-off':
    'A client that is gone stops the others: catch the error where you send to it and where you read, remove it, and go on with the next one.',
  'leaves-early':
    'A client that is gone before it has a nickname stops the others: it has no name to be removed, and its socket is closed.',
  binary:
    'Bytes that are not text end a thread, perhaps with a lock held: decode with errors="replace", or catch the exception.',
  'slow-reader': 'A client that does not read stops the others: send waits for it, perhaps with a lock held.',
};

/** The checks of a server that speaks `nick`. */
export const nickServer: Suite = {
  dialect: 'nick',
  side: 'server',
  checks: [
    ...chatChecks,
    ...companyChecks,
    restartCheck(
      [4, 19],
      'The server is started with a port; graceful handling of disruptions.',
      ['hello'],
      async (scene, name) => (await scene.open(name)).hears('\\x00\\x05HELLO'),
    ),
  ],
  rename: (bytes, suffix, side) => (side === 'hears' ? renamedFrames : renamed)(bytes, suffix),
  hints: [noGreeting, oneAtATime, lengthHint, nickWord, senderHint, retryHint, leavingHint],
  causes,
};
