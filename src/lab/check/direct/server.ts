import type { Hint, Suite } from '#lab/check/check.ts';
import { echoHint, literal, textOf } from '#lab/check/hints.ts';
import { renamed } from '#lab/check/name-suffixes.ts';
import { restartCheck } from '#lab/check/restart.ts';
import { chatChecks } from './server-chat.ts';
import { disruptionChecks } from './server-disruptions.ts';
import { noticeChecks } from './server-notices.ts';
import { welcomed } from './pair.ts';

const bothLinesHint: Hint = ({ check, heard }) => {
  if (check === 'joined-lines') {
    const came = textOf(heard);
    if (/one\r?\n?bob: two/.test(came)) {
      return 'One recv is taken as one message: it may hold several lines. Keep what came in a buffer, and take one line after the other out of it.';
    }
    return came === ''
      ? undefined
      : 'The second line of a segment is lost or changed: take line after line out of a buffer.';
  }
  return check === 'split-line' && heard.length > 0
    ? 'One recv is taken as one message, but it may hold only a part of a line: keep it until the newline has come.'
    : undefined;
};

const oneAtATime: Hint = ({ check, heard }) => {
  if (check !== 'second-client' && check !== 'unnamed-client') return undefined;
  return heard.length === 0
    ? 'The second client gets no answer while the first is connected: serve each client in its own thread, and read its name there, not before accept is called again, and not while a lock is held.'
    : undefined;
};

const targetHint: Hint = ({ heard, expected }) => {
  const [wanted, came] = [textOf(literal(expected)), textOf(heard)];
  if (!wanted.startsWith('[')) return undefined;
  const inner = wanted.slice(1, wanted.indexOf(']'));
  const text = wanted.slice(wanted.indexOf('] ') + 2);
  if (came === text) return 'The name of the sender is missing: "[SENDER] MESSAGE" is sent to the target.';
  if (came.startsWith(`[${inner}]  `)) return 'The blank after the colon is kept: strip the message.';
  if (came.startsWith(`${inner}: `)) return 'The message is shown as "NAME: TEXT"; this protocol has "[NAME] TEXT".';
  if (came.includes(inner) && came.includes(text.trim()) && !came.startsWith(`[${inner}] `))
    return 'Name and text have another form: it is "[NAME] TEXT", with brackets and one space between.';
  return /^\[[^\]]*\] /.test(came) && !came.startsWith(`[${inner}]`)
    ? 'The wrong name is in the brackets: it must be the sender\u2019s, not the target\u2019s.'
    : undefined;
};

const notFoundHint: Hint = ({ heard, expected, exchange }) => {
  // Said to the sender, while the target hears nothing.
  const last = exchange.happenings.findLast((each) => each.kind === 'bytes');
  const said = heard.length === 0 && last?.kind === 'bytes' && last.by === 'them' ? last.bytes : heard;
  return textOf(said).startsWith('User not found') && textOf(literal(expected)).startsWith('[')
    ? 'The target is there, but is not found: compare names without blanks and newlines around them, and store the name as you compare it.'
    : undefined;
};

const colonHint: Hint = ({ check }) =>
  check === 'later-colons'
    ? 'The line is split at the wrong colon, or at all of them: split at the first colon only (split(":", 1)).'
    : undefined;

const toOneselfHint: Hint = ({ check }) =>
  check === 'to-oneself' ? 'Compare the target with the name of the sender before you look it up.' : undefined;

const refusedHint: Hint = ({ check }) =>
  check === 'taken-name-stays'
    ? 'Refusing the second client removes the first client of that name: clean up only what this connection has stored.'
    : undefined;

const takenHint: Hint = ({ heard, expected }) => {
  const [wanted, came] = [textOf(literal(expected)), textOf(heard)];
  if (wanted.startsWith('Welcome') && came.includes('already taken')) {
    return 'A name that is free is called taken: remove the name of a client that has left, whichever way it left.';
  }
  return wanted.includes('already taken') && came.startsWith('Welcome')
    ? 'A second client gets a name that is in use: look it up before you store it.'
    : undefined;
};

const lockHint: Hint = ({ check, heard }) =>
  check === 'slow-reader' && heard.length === 0
    ? 'One client that does not read stops all others: send waits for it while a lock is held. Look the socket up under the lock, release the lock, and send then.'
    : undefined;

const speaksFirst: Hint = ({ exchange }) => {
  const first = exchange.happenings.find(({ kind }) => kind === 'bytes');
  return first?.kind === 'bytes' && first.by === 'them'
    ? 'The server sends something before it has the name: the client sends its name first, without being asked, and the first line of the server is its answer.'
    : undefined;
};

const causes: Readonly<Record<string, string>> = {
  'joined-lines':
    'One recv may hold several lines: keep what came in a buffer, and take one line after the other out of it.',
  'split-line': 'One recv may hold only a part of a line: keep it until the newline has come.',
  'only-target': 'The message goes to others than its target: look the name up, and send to that socket alone.',
  'five-clients': 'Not every client is served: keep all sockets by their names, and serve each in its own thread.',
  'not-found':
    'A message to an unknown name is not answered, or in other words: look the name up with get, and answer the sender "User not found."',
  'no-colon': 'A line without a colon is not answered: look for the colon before you split.',
  'no-target':
    'A line that begins with a colon is not answered in this way: strip the target, and look whether it is empty.',
  'blank-name': 'A blank name is accepted: strip it, answer, and close.',
  'colon-in-name': 'A name with a colon is accepted, and nobody could write to it: answer, and close.',
  'name-taken':
    'A name that is in use is accepted again, or the connection stays open: look it up before you store it, answer, and close.',
  'blank-line': 'A blank line is answered, or ends the client: skip it.',
  'name-free-again':
    'A client that disconnects is not removed: where recv returns nothing, remove its name, and close its socket.',
  gone: 'A client that has left is still found: remove the name where the connection ends.',
  'cut-off':
    'A client that is gone stops the others: catch the error where you send to it and where you read, remove it, and go on.',
  utf8: 'Encode and decode as UTF-8, both ways.',
  binary:
    'Bytes that are not text end the server, or a thread with a lock held: decode with errors="replace", or catch the exception.',
  long: 'A long message is cut: recv needs a buffer of 1024 bytes, and sendall in place of send.',
};

/** The checks of a server that speaks `direct`. */
export const directServer: Suite = {
  dialect: 'direct',
  side: 'server',
  checks: [
    ...chatChecks,
    ...noticeChecks,
    ...disruptionChecks,
    restartCheck([5], 'The server listens on port 8080.', ['welcome'], welcomed),
  ],
  rename: (bytes, suffix) => renamed(bytes, suffix),
  hints: [
    toOneselfHint,
    lockHint,
    oneAtATime,
    bothLinesHint,
    echoHint,
    targetHint,
    colonHint,
    refusedHint,
    notFoundHint,
    takenHint,
    speaksFirst,
  ],
  causes,
};
